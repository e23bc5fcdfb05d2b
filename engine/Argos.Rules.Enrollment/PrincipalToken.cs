using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Enrollment;

/// <summary>
/// A service token ("NToken") by which a service shows ZTS that it holds a registered key: <c>v=S1;d=domain;n=service;k=key;h=host;a=salt;t=issued;e=expires;s=signature</c>.
/// Times are Unix seconds, the salt is eight random bytes in hexadecimal, the signature covers all before <c>;s=</c>. It is a secret while it lives.
/// </summary>
internal static class PrincipalToken
{
    private const string Signature = ";s=";

    /// <summary>Long enough for clocks that differ; the token is used once, at once.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static string Create(CertificatesOptions options, PrivateKey key, string host, DateTimeOffset now)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var unsigned = string.Create(CultureInfo.InvariantCulture,
            $"v=S1;d={options.Domain};n={options.Service};k={options.KeyVersion};h={Field(host)};a={salt};t={now.ToUnixTimeSeconds()};e={(now + Life).ToUnixTimeSeconds()}");
        return $"{unsigned}{Signature}{YBase64(key.Sign(Encoding.UTF8.GetBytes(unsigned)))}";
    }

    /// <summary>The part of a token that is secret.</summary>
    public static string SignatureOf(string token) => token[(token.IndexOf(Signature, StringComparison.Ordinal) + Signature.Length)..];

    /// <summary>Base64 with <c>.</c>, <c>_</c> and <c>-</c> for <c>+</c>, <c>/</c> and <c>=</c>.</summary>
    private static string YBase64(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '.').Replace('/', '_').Replace('=', '-');

    /// <summary>Nothing that could begin another field.</summary>
    private static string Field(string text) => string.Concat(text.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')) is { Length: > 0 } host ? host : "unknown";
}
