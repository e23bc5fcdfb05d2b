using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Argos.Rules.Testing;

/// <summary>The key pairs of one run, which sign the cases' tokens. No two runs have one at the same time.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly ImmutableDictionary<string, (TestKeySpec Spec, AsymmetricAlgorithm Pair)> _keys;

    // Most cases show the token of the base: signing is what a run spends most of its time with.
    private readonly Dictionary<(string Key, string Signed), string> _tokens = [];

    public TestKeys(PolicyTestFile file)
    {
        _keys = file.Keys.ToImmutableDictionary(static k => k.Key, static k => (k.Value, Pair(k.Value)));
        Certificates = new TestCertificates(file.Certificates);
    }

    /// <summary>The signers of identity documents.</summary>
    public TestCertificates Certificates { get; }

    /// <summary>The JWKS document of the published keys.</summary>
    public JsonObject Jwks() =>
        new() { ["keys"] = new JsonArray([.. _keys.Values.Where(static k => k.Spec.Published).OrderBy(static k => k.Spec.KeyId, StringComparer.Ordinal).Select(static k => Jwk(k.Spec, k.Pair))]) };

    /// <summary>Whether there is a key of that name.</summary>
    public bool Has(string key) => _keys.ContainsKey(key);

    /// <summary>The JWKS document of the named keys, published or not.</summary>
    public JsonObject Jwks(IReadOnlyCollection<string> names) =>
        new() { ["keys"] = new JsonArray([.. _keys.Where(k => names.Contains(k.Key)).Select(static k => k.Value).OrderBy(static k => k.Spec.KeyId, StringComparer.Ordinal).Select(static k => Jwk(k.Spec, k.Pair))]) };

    /// <summary>The header that a key signs under.</summary>
    public JsonObject HeaderOf(string key) => new() { ["alg"] = Algorithm(_keys[key].Spec), ["kid"] = _keys[key].Spec.KeyId, ["typ"] = "JWT" };

    /// <summary>A token signed by a key, whatever its header says.</summary>
    public string Sign(string key, JsonObject header, JsonObject claims)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        if (_tokens.TryGetValue((key, signed), out var known)) return known;
        var pair = _keys[key].Pair;
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = pair is RSA rsa
            ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : ((ECDsa)pair).SignData(bytes, HashAlgorithmName.SHA256);
        return _tokens[(key, signed)] = $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose()
    {
        foreach (var (_, pair) in _keys.Values) KeyPool.Return(pair);
        Certificates.Dispose();
    }

    private static AsymmetricAlgorithm Pair(TestKeySpec spec) => spec.IsEc ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : KeyPool.TakeRsa();

    private static string Algorithm(TestKeySpec spec) => spec.IsEc ? "ES256" : "RS256";

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Jwk(TestKeySpec spec, AsymmetricAlgorithm pair)
    {
        var jwk = new JsonObject { ["use"] = "sig", ["kid"] = spec.KeyId, ["kty"] = spec.IsEc ? "EC" : "RSA", ["alg"] = Algorithm(spec) };
        if (pair is RSA rsa)
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            jwk["n"] = Base64Url.EncodeToString(parameters.Modulus);
            jwk["e"] = Base64Url.EncodeToString(parameters.Exponent);
            return jwk;
        }
        var point = ((ECDsa)pair).ExportParameters(includePrivateParameters: false).Q;
        jwk["crv"] = "P-256";
        jwk["x"] = Base64Url.EncodeToString(point.X);
        jwk["y"] = Base64Url.EncodeToString(point.Y);
        return jwk;
    }
}
