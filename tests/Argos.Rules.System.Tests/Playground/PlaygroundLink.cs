using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Playground;

/// <summary>The link that the program prints.</summary>
internal static partial class PlaygroundLink
{
    /// <summary>Waits for it.</summary>
    public static async Task<Uri> OfAsync(ChildProcess program, CancellationToken deadline)
    {
        while (true)
        {
            if (program.Log.Lines.Select(static line => Link().Match(line)).FirstOrDefault(static match => match.Success) is { } found)
                return new Uri(found.Value);
            program.ThrowIfExited();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/\?token=[\w-]+")]
    private static partial Regex Link();
}
