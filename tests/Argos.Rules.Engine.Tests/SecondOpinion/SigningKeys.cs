using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.SecondOpinion;

/// <summary>The keys that are published, and those that nobody knows.</summary>
internal sealed class SigningKeys : IDisposable
{
    public const int Count = 4;

    private readonly TokenKey[] _published = [TokenKey.Ec(), TokenKey.Ec("ES384"), TokenKey.Rsa(), TokenKey.Ec("ES512")];
    private readonly TokenKey[] _foreign = [TokenKey.Ec(), TokenKey.Ec("ES384"), TokenKey.Rsa(), TokenKey.Ec("ES512")];

    public TokenKey this[int key] => _published[key];

    public string Jwks => new JsonObject { ["keys"] = new JsonArray([.. _published.Select(static k => k.ToJwk())]) }.ToJsonString();

    /// <summary>Signs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="signer">0: that key; 1: an unknown one of its kind; 2: nobody; 3: HMAC with the public key as its secret.</param>
    /// <param name="data">What is signed.</param>
    public byte[] Sign(int key, int signer, byte[] data) => signer switch
    {
        0 => _published[key].Sign(data),
        1 => _foreign[key].Sign(data),
        2 => [],
        _ => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_published[key].PublicKeyPem), data),
    };

    public void Dispose()
    {
        foreach (var key in _published.Concat(_foreign)) key.Dispose();
    }
}
