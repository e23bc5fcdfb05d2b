namespace Argos.Rules.Contracts.Management;

/// <summary>The object of a cluster that a policy or a document comes from, as a source says it in the header <see cref="Headers.Origin"/>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for a folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key in it.</param>
/// <param name="ResourceVersion">Its version; empty when it has none.</param>
public sealed record ObjectOrigin(string Kind, string Namespace, string Name, string Key, string ResourceVersion)
{
    private const int MaximumLength = 2048;
    private const int Parts = 5;

    /// <summary>The value of the header: the five parts, percent-encoded, a semicolon between them.</summary>
    public string ToHeader() => string.Join(';', ((string[])[Kind, Namespace, Name, Key, ResourceVersion]).Select(Uri.EscapeDataString));

    /// <summary>Reads the header; <see langword="null"/> when it is missing or something else.</summary>
    public static ObjectOrigin? Read(string? header)
    {
        if (header is null or { Length: 0 or > MaximumLength }) return null;
        var parts = header.Split(';');
        return parts.Length == Parts
            ? new ObjectOrigin(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]), Uri.UnescapeDataString(parts[2]), Uri.UnescapeDataString(parts[3]), Uri.UnescapeDataString(parts[4]))
            : null;
    }
}
