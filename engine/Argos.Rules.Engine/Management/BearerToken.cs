using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Engine.Management;

/// <summary>Compares what a caller shows with the token in a file. A file that cannot be read or is empty lets nobody in.</summary>
internal sealed partial class BearerToken(string file, ILogger<BearerToken> logger)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether a token has to be shown at all.</summary>
    public bool IsRequired => file.Length > 0;

    /// <summary>Whether the caller may go on.</summary>
    public bool Accepts(string authorization)
    {
        if (!IsRequired) return true;
        if (Read() is not { Length: > 0 } expected) return false;
        var shown = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        // Over hashes, so that the length is no secret that time could tell.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
    }

    private string Read()
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file, e);
            return "";
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The management token file {File} cannot be read; every request is refused")]
    private partial void LogUnreadable(string file, Exception exception);
}
