using System.Globalization;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Demo;

/// <summary>The results as plain lines, for a file or a pipe.</summary>
internal static class StoryText
{
    public static void Write(TextWriter output, IEnumerable<StoryResult> results)
    {
        output.WriteLine($"{"result",-8} {"HTTP",-4} {"code",-20} step");
        foreach (var result in results)
        {
            output.WriteLine($"{(result.AsExpected ? "as expected" : "WRONG"),-11} {Status(result),-4} "
                + $"{result.Actual.Codes,-20} {result.Title}");
            if (!result.AsExpected) output.WriteLine($"         expected {result.Expected} {result.Problem}{result.Message}");
            foreach (var line in Certificate(result)) output.WriteLine($"         {line}");
        }
    }

    public static string Status(StoryResult result) => ((int)result.Actual.Status).ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<string> Certificate(StoryResult result)
    {
        if (result.Expiry is not { } expiry) yield break;
        yield return result.Subject;
        foreach (var name in result.Names.Dns) yield return $"DNS {name}";
        foreach (var uri in result.Names.Uris) yield return $"URI {uri}";
        foreach (var ip in result.Names.Ips) yield return $"IP  {ip}";
        yield return string.Create(CultureInfo.InvariantCulture, $"until {expiry.UtcDateTime:yyyy-MM-dd HH:mm}Z");
    }
}
