using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>The XML answer of a query API.</summary>
/// <param name="root">The document.</param>
internal sealed partial class AwsResponse(XElement root)
{
    private const string SignedTime = "yyyyMMdd'T'HHmmss'Z'";

    // AWS uses status 400 for these, but they say nothing about the question.
    private static readonly string[] TransientErrorCodes =
    [
        "Throttling", "ThrottlingException", "RequestLimitExceeded", "ServiceUnavailable", "InternalFailure",
        "RequestExpired", "RequestTimeTooSkewed",
    ];

    /// <summary>Reads an answer; a reason instead when AWS says no.</summary>
    /// <exception cref="FactUnreachableException">It is not an answer, or one that may be another later.</exception>
    public static (AwsResponse? Answer, string? Refusal) Read(HttpStatusCode status, byte[] body, string service)
    {
        if (Parse(body) is not { } root) throw new FactUnreachableException($"{service} answered {(int)status} without XML");
        var answer = new AwsResponse(root);
        if (status == HttpStatusCode.OK) return (answer, null);
        var code = answer.Text("Code") is { Length: > 0 and <= 64 } text && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '.') ? text : "no code";
        if (TransientErrorCodes.Contains(code)) throw new FactUnreachableException($"{service} answered {(int)status}: {code}");
        if (ClockProblem(answer.Text("Message")) is { } skewed)
        {
            throw new FactUnreachableException($"{service} answered {(int)status}: {code}, {skewed}");
        }
        // The code only: the message can quote the request.
        return (null, $"{service} said no: {code}");
    }

    /// <summary>The text of the first element of that name; <see langword="null"/> when there is none.</summary>
    public string? Text(string name) => root.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    /// <summary>The texts of all elements of that name.</summary>
    public IEnumerable<string> Texts(string name) => root.Descendants().Where(e => e.Name.LocalName == name).Select(static e => e.Value);

    /// <summary>
    /// Whether AWS refuses the time of the signature, which is that of the engine's own clock: nothing is said about who asked. A wrong
    /// secret has the same code (<c>SignatureDoesNotMatch</c>), so the beginning of the message decides; only the times in it are quoted.
    /// </summary>
    private static string? ClockProblem(string? message)
    {
        if (message is not { Length: <= 4096 } || SignatureTime().Match(message) is not { Success: true } times) return null;
        var border = times.Groups["order"].Value == "earlier" ? "from" : "until";
        var (signed, limit) = (Time(times.Groups["signed"]), Time(times.Groups["limit"]));
        return $"the engine's clock is wrong: it signed at {signed}, and AWS takes times {border} {limit}";
    }

    private static string Time(Group text) =>
        DateTimeOffset.TryParseExact(text.Value, SignedTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? IsoTime.Text(time) : "an unreadable time";

    [GeneratedRegex(
        @"\ASignature (?:expired|not yet current): (?<signed>[0-9TZ]{16}) is (?:now|still) (?<order>earlier|later) than (?<limit>[0-9TZ]{16})",
        RegexOptions.CultureInvariant)]
    private static partial Regex SignatureTime();

    private static XElement? Parse(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 20 });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
