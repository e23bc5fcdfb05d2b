namespace Argos.Rules.Hosting.Otlp;

/// <summary>What may be the address of a collector.</summary>
public static class OtlpAddress
{
    /// <summary>What is wrong with it, behind the name of the setting; <see langword="null"/> when nothing is, or it is empty.</summary>
    public static string? Problem(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Length == 0) return null;
        // Not quoted: it may hold a password.
        if (endpoint.Contains('@', StringComparison.Ordinal)) return "has a name or a password in it, which belongs into `HeadersFile`";
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { Query.Length: 0, Fragment.Length: 0 }
            ? null
            : $"is `{endpoint}`, not the address of a collector like `http://collector:4318`";
    }
}
