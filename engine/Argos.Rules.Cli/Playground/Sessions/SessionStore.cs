using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Cli.Playground.Sessions;

/// <summary>
/// Who is let in: whoever shows the token of the printed link, once, gets a session, which its browser shows from then on.
/// </summary>
internal sealed class SessionStore
{
    private const int SecretBytes = 32;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _sessions = new();
    private byte[] _link;

    public SessionStore() => Link = NewLink(out _link);

    /// <summary>The token of the link that lets the next browser in.</summary>
    public string Link { get; private set; }

    /// <summary>Exchanges the token of the link for a session. The token is used up by that, and another one takes its place.</summary>
    /// <returns>The session; <see langword="null"/> for any other token.</returns>
    public string? Exchange(string token)
    {
        lock (_lock)
        {
            if (!CryptographicOperations.FixedTimeEquals(Hash(token), _link)) return null;
            Link = NewLink(out _link);
            var session = Secret();
            _sessions.Enqueue(Hash(session));
            if (_sessions.Count > PlaygroundLimits.Sessions) _sessions.Dequeue();
            return session;
        }
    }

    /// <summary>Whether this is a session that was let in.</summary>
    public bool Knows(string? session)
    {
        if (session is null) return false;
        var hash = Hash(session);
        lock (_lock) return _sessions.Any(known => CryptographicOperations.FixedTimeEquals(known, hash));
    }

    private static string NewLink(out byte[] hash)
    {
        var token = Secret();
        hash = Hash(token);
        return token;
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
