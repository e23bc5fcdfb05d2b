using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary>Checks a service token as ZTS's principal authority does: its key must be registered, its signature and its times good.</summary>
internal sealed class PrincipalTokens(ZtsOptions options)
{
    private static readonly TimeSpan AllowedOffset = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MaximumLife = TimeSpan.FromDays(30);

    /// <summary>
    /// The fields of a good token. Host and address of a service's token are reported, and compared with nothing: only users' are.
    /// </summary>
    public PrincipalFields Read(string token)
    {
        var signature = token.IndexOf(";s=", StringComparison.Ordinal);
        if (signature < 0) throw Refuse("missing signature");
        var (unsigned, signed) = (token[..signature], token[(signature + 3)..]);
        var fields = unsigned.Split(';').Select(static item => item.Split('=')).Where(static item => item.Length == 2).GroupBy(static item => item[0]).ToImmutableDictionary(static g => g.Key, static g => g.Last()[1]);
        var (domain, name) = (fields.GetValueOrDefault("d", ""), fields.GetValueOrDefault("n", ""));
        if (fields.GetValueOrDefault("v") != "S1" || domain.Length == 0 || name.Length == 0) throw Refuse("not a service token");
        CheckTimes(Seconds(fields, "t"), Seconds(fields, "e"), options.Time.GetUtcNow());
        var read = new PrincipalFields(domain, name, fields.GetValueOrDefault("k", "0"), fields.GetValueOrDefault("h"), fields.GetValueOrDefault("i"), fields.GetValueOrDefault("a", ""));
        var key = options.Services.FirstOrDefault(s => s.Domain == domain && s.Name == name)?.PublicKeys.GetValueOrDefault(read.KeyId) ?? throw Refuse("no public key");
        if (!Verify(key, Encoding.UTF8.GetBytes(unsigned), signed)) throw Refuse("authentication failed");
        return read;
    }

    private static void CheckTimes(DateTimeOffset issued, DateTimeOffset expires, DateTimeOffset now)
    {
        if (issued - AllowedOffset > now) throw Refuse("future timestamp");
        if (expires < now) throw Refuse("has expired");
        if (expires > now + MaximumLife + AllowedOffset) throw Refuse("expires too far in the future");
    }

    private static DateTimeOffset Seconds(ImmutableDictionary<string, string> fields, string name) =>
        long.TryParse(fields.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw Refuse($"no time `{name}`");

    private static bool Verify(string publicKeyPem, byte[] signed, string signature)
    {
        try
        {
            var bytes = Convert.FromBase64String(signature.Replace('.', '+').Replace('_', '/').Replace('-', '='));
            using var key = RegisteredKey.Read(publicKeyPem);
            return key.Verify(signed, bytes);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static ZtsRefusal Refuse(string reason) => new(401, $"Invalid credentials: {reason}");
}

/// <summary>What a service token says.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Name">The service.</param>
/// <param name="KeyId">The identifier of the key that signed it.</param>
/// <param name="Host">The host it was made on.</param>
/// <param name="Address">That host's address.</param>
/// <param name="Salt">Random, so that no two tokens are alike.</param>
public sealed record PrincipalFields(string Domain, string Name, string KeyId, string? Host, string? Address, string Salt);
