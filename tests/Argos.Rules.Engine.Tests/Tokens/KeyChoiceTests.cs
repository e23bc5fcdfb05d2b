using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Tokens;

/// <summary>JWKS documents as issuers publish them: several keys of one id, and members that nobody here needs.</summary>
internal sealed class KeyChoiceTests
{
    private static readonly ServiceAccountToken Good = new();

    private TokenBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TokenBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase("enc", "RSA-OAEP")]
    [TestCase("enc", null)]
    [TestCase(null, "PS256")]
    [TestCase(null, null)]
    public void Verify_key_for_something_else_under_the_same_id_is_passed_over(string? use, string? algorithm)
    {
        using var other = TokenKey.Rsa();
        var encryption = Renamed(other);
        Set(encryption, "use", use);
        Set(encryption, "alg", algorithm);

        Publish(encryption, _bench.Mint.Key.ToJwk());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Finding, Is.Null);
    }

    [Test]
    public void Verify_keys_of_two_types_under_one_id_are_told_apart()
    {
        using var ec = TokenKey.Ec();

        Publish(Renamed(ec), _bench.Mint.Key.ToJwk());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Finding, Is.Null);
    }

    [Test]
    public void Verify_two_keys_that_fit_equally_give_no_second_try()
    {
        using var other = TokenKey.Rsa();

        Publish(Renamed(other), _bench.Mint.Key.ToJwk());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Code, Is.EqualTo("token-signature"));
    }

    [Test]
    public void Verify_id_with_unfit_keys_only_says_so()
    {
        var key = _bench.Mint.Key.ToJwk();
        key["use"] = "enc";

        Publish(key, key.DeepClone());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Code, Is.EqualTo("token-algorithm"));
    }

    [TestCase("x5c", "\"MIIB\"")]
    [TestCase("x5c", "{}")]
    [TestCase("x5c", "null")]
    [TestCase("x5t", "5")]
    [TestCase("x5t#S256", "[]")]
    [TestCase("x5u", "false")]
    [TestCase("exp", "\"soon\"")]
    [TestCase("nbf", "1.5e400")]
    [TestCase("crv", "7")]
    [TestCase("d", "[1]")]
    [TestCase("use", "null")]
    [TestCase("alg", "null")]
    [TestCase("key_ops", "null")]
    [TestCase("key_ops", "[]")]
    [TestCase("key_ops", "[\"verify\", 5]")]
    [TestCase("anything", "{\"a\": [null]}")]
    public void Verify_member_that_is_not_needed_spoils_nothing(string member, string json)
    {
        var key = _bench.Mint.Key.ToJwk();
        key[member] = JsonNode.Parse(json);

        Publish(key);

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Finding, Is.Null);
    }

    [TestCase("use", "5")]
    [TestCase("alg", "[\"RS256\"]")]
    [TestCase("key_ops", "\"verify\"")]
    [TestCase("kid", "5")]
    [TestCase("n", "null")]
    [TestCase("e", "3")]
    public void Verify_member_that_is_needed_is_not_guessed(string member, string json)
    {
        var key = _bench.Mint.Key.ToJwk();
        key[member] = JsonNode.Parse(json);
        using var other = TokenKey.Ec();

        Publish(key, other.ToJwk());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Code, Is.EqualTo("token-key-unknown"));
    }

    private JsonObject Renamed(TokenKey key)
    {
        var jwk = key.ToJwk();
        jwk["kid"] = _bench.Mint.Key.Id;
        return jwk;
    }

    private static void Set(JsonObject key, string member, string? value)
    {
        if (value is null) key.Remove(member);
        else key[member] = value;
    }

    private void Publish(params JsonNode[] keys) => _bench.Publish(new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString());
}
