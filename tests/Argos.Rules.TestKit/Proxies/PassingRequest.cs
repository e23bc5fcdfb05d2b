namespace Argos.Rules.TestKit.Proxies;

/// <summary>A request that passes a proxy.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query.</param>
public sealed record PassingRequest(string Method, string Target)
{
    /// <summary>The path, without the query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>The query, without its mark; empty when there is none.</summary>
    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";

    internal static PassingRequest Read(string line)
    {
        var words = line.Split(' ');
        return words.Length == 3 ? new PassingRequest(words[0], words[1]) : throw new IOException($"`{line}` begins no request");
    }
}
