using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Hosting.Secrets;

/// <summary>Compares what a caller shows with the token that is expected.</summary>
internal static class BearerCheck
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the caller may go on. An empty token lets nobody in.</summary>
    /// <param name="authorization">The header <c>Authorization</c>.</param>
    /// <param name="expected">The token.</param>
    public static bool Accepts(string authorization, string expected)
    {
        if (expected.Length == 0) return false;
        var shown = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        // Over hashes, so that the length is not a secret that time could tell.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
    }
}
