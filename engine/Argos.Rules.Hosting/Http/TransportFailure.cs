using System.Text;

namespace Argos.Rules.Hosting.Http;

/// <summary>Says in one line why an HTTP request got no answer: the framework's own messages refer to inner exceptions instead.</summary>
public static class TransportFailure
{
    private const int MaximumLength = 600;
    private const int MaximumDepth = 8;
    private const string Reference = "see inner exception";

    /// <summary>The cause of a failed request.</summary>
    /// <param name="failure">What the HTTP client threw.</param>
    public static string Describe(Exception failure)
    {
        var parts = new List<string>();
        var last = "";
        var cause = failure;
        for (var depth = 0; cause is not null && depth < MaximumDepth; depth++, cause = cause.InnerException)
        {
            last = Line(cause.Message);
            // An outer message often quotes the inner one with more about it.
            var said = last.Length == 0 || last.Contains(Reference, StringComparison.OrdinalIgnoreCase);
            if (!said && !parts.Any(part => part.Contains(last, StringComparison.Ordinal))) parts.Add(last.TrimEnd('.'));
        }
        var text = parts.Count > 0 ? string.Join(": ", parts) : last;
        return text.Length > MaximumLength ? text[..MaximumLength] + "..." : text;
    }

    private static string Line(string message)
    {
        var line = new StringBuilder(Math.Min(message.Length, MaximumLength));
        foreach (var c in message)
        {
            if (line.Length > MaximumLength) break;
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }
        return line.ToString().Trim();
    }
}
