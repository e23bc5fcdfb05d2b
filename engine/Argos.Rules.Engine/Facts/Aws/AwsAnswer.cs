using System.Net;
using System.Xml;
using System.Xml.Linq;
using Argos.Rules.Engine.Facts.Fetching;

namespace Argos.Rules.Engine.Facts.Aws;

/// <summary>The XML answer of a query API.</summary>
/// <param name="root">The document.</param>
internal sealed class AwsAnswer(XElement root)
{
    // AWS uses status 400 for these, but they say nothing about the question.
    private static readonly string[] Passing = ["Throttling", "ThrottlingException", "RequestLimitExceeded", "ServiceUnavailable", "InternalFailure", "RequestExpired"];

    /// <summary>Reads an answer; a reason instead when AWS says no.</summary>
    /// <exception cref="FactUnreachableException">It is not an answer, or one that may be another later.</exception>
    public static (AwsAnswer? Answer, string? Refusal) Read(HttpStatusCode status, byte[] body, string service)
    {
        if (Parse(body) is not { } root) throw new FactUnreachableException($"{service} answered {(int)status} without XML");
        var answer = new AwsAnswer(root);
        if (status == HttpStatusCode.OK) return (answer, null);
        var code = answer.Text("Code") is { Length: > 0 and <= 64 } text && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '.') ? text : "no code";
        if (Passing.Contains(code)) throw new FactUnreachableException($"{service} answered {(int)status}: {code}");
        // The code only: the message can quote the request.
        return (null, $"{service} said no: {code}");
    }

    /// <summary>The text of the first element of that name; <see langword="null"/> when there is none.</summary>
    public string? Text(string name) => root.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    /// <summary>The texts of all elements of that name.</summary>
    public IEnumerable<string> Texts(string name) => root.Descendants().Where(e => e.Name.LocalName == name).Select(static e => e.Value);

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
