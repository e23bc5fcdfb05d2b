using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Tokens;

internal sealed class TokenVerifierTests
{
    private static readonly ServiceAccountToken Good = new();
    private TokenBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TokenBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase("RS256")]
    [TestCase("RS384")]
    [TestCase("RS512")]
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("ES512")]
    public void Verify_good_token_of_each_algorithm_is_valid_with_its_claims(string algorithm)
    {
        using var bench = new TokenBench(TokenKey.For(algorithm));

        var check = bench.Verify(bench.Mint.Mint(Good));

        Assert.That(check.Valid, Is.True, check.Problem);
        Assert.That(check.Namespace, Is.EqualTo("media-sports"));
        Assert.That(check.ServiceAccount, Is.EqualTo("api"));
        Assert.That(check.PodName, Is.EqualTo("api-0"));
        Assert.That(check.PodUid, Is.EqualTo(Good.PodUid));
        Assert.That(check.BoundNamespace, Is.EqualTo("media-sports"));
        Assert.That(check.BoundServiceAccount, Is.EqualTo("api"));
        Assert.That(check.Issuer, Is.EqualTo(TokenMint.DefaultIssuer));
        Assert.That(check.Audiences, Is.EqualTo(new[] { TokenBench.Audience }));
        Assert.That(check.KeyId, Is.EqualTo(bench.Mint.Key.Id));
        Assert.That(check.Id, Is.Not.Empty);
        Assert.That(check.ExpiresAt, Is.EqualTo(bench.Time.Start.AddHours(1)));
        Assert.That(check.IssuedAt, Is.EqualTo(bench.Time.Start));
    }

    [Test]
    public void Verify_token_that_begins_after_it_ends_is_malformed_even_within_the_skew()
    {
        var now = _bench.Time.GetUtcNow().ToUnixTimeSeconds();

        Refused(_bench.Mint.Mint(Good.WithClaim("exp", now - 30).WithClaim("nbf", now + 30)), "token-malformed");
    }

    [TestCase(null)]
    [TestCase("")]
    public void Verify_no_token_is_missing(string? token) => Refused(token, "token-missing");

    [TestCase("x")]
    [TestCase("a.b")]
    [TestCase("..")]
    [TestCase("a.b.c.d.e")]
    [TestCase("e30.e30.")]
    [TestCase("!!!!.e30.e30")]
    [TestCase("äöü.e30.e30")]
    [TestCase("e30 .e30.e30")]
    [TestCase("e30=.e30.e30")]
    [TestCase("bm8.e30.e30")]
    [TestCase("W10.e30.e30")]
    public void Verify_what_is_no_token_is_malformed(string token) => Refused(token, "token-malformed");

    [Test]
    public void Verify_token_longer_than_the_limit_is_malformed() =>
        Refused(_bench.Mint.Mint(Good.WithClaim("long", new string('x', 13_000))), "token-malformed");

    [TestCase("""{"alg":"RS256","kid":"a","kid":"b"}""")]
    [TestCase("""{"alg":"RS256","alg":"none","kid":"a"}""")]
    [TestCase("""{"alg":"RS256","kid":7}""")]
    [TestCase("""{"alg":"RS256","kid":"\ud800"}""")]
    [TestCase("""{"kid":"a"}""")]
    [TestCase("""{"alg":["RS256"],"kid":"a"}""")]
    [TestCase("""{"alg":"RS256","kid":"a","crit":["exp"]}""")]
    [TestCase("""{"alg":"RS256","kid":"a","crit":[]}""")]
    [TestCase("""{"alg":"RSA-OAEP","enc":"A256GCM","kid":"a"}""")]
    [TestCase("""{"alg":"RS256","kid":"a","cty":"JWT"}""")]
    [TestCase("""{"alg":"RS256","kid":"a"} """ + "{}")]
    [TestCase("""{"alg":"RS256","\ud800kid":"a","kid":"b"}""")]
    public void Verify_header_that_is_not_accepted_is_malformed(string header) => Refused(WithHeader(header), "token-malformed");

    [TestCase("none")]
    [TestCase("None")]
    [TestCase("HS256")]
    [TestCase("HS512")]
    [TestCase("PS256")]
    [TestCase("rs256")]
    [TestCase("ES256K")]
    [TestCase("EdDSA")]
    public void Verify_other_algorithm_is_refused(string algorithm) =>
        Refused(_bench.Mint.Mint(Good.WithHeader("alg", algorithm)), "token-algorithm");

    [Test]
    public void Verify_hmac_with_the_public_key_as_secret_is_refused() =>
        Refused(_bench.Mint.Mint(Good with { Signing = TokenSigning.HmacWithPublicKey }), "token-algorithm");

    [Test]
    public void Verify_token_without_signature_is_refused()
    {
        Refused(_bench.Mint.Mint(Good with { Signing = TokenSigning.None }), "token-algorithm");
        Refused(_bench.Mint.Mint((Good with { Signing = TokenSigning.None }).WithHeader("alg", "RS256")), "token-signature");
    }

    [Test]
    public void Verify_kid_of_an_ec_key_with_an_rsa_algorithm_is_refused()
    {
        using var ec = TokenKey.Ec();
        _bench.Publish(new JsonObject { ["keys"] = new JsonArray(_bench.Mint.Key.ToJwk(), ec.ToJwk()) }.ToJsonString());

        Refused(_bench.Mint.Mint(Good.WithHeader("kid", ec.Id)), "token-algorithm");
    }

    [Test]
    public void Verify_ec_key_of_another_curve_is_refused()
    {
        using var bench = new TokenBench(TokenKey.Ec("ES384"));
        bench.PublishWith("alg", null);

        var check = bench.Verify(bench.Mint.Mint(Good.WithHeader("alg", "ES256")));

        Assert.That(check.Code, Is.EqualTo("token-algorithm"));
    }

    [TestCase("alg", "RS512")]
    [TestCase("alg", "PS256")]
    [TestCase("use", "enc")]
    public void Verify_key_meant_for_something_else_is_refused(string member, string value)
    {
        _bench.PublishWith(member, value);

        Refused(_bench.Mint.Mint(Good), "token-algorithm");
    }

    [Test]
    public void Verify_key_whose_operations_do_not_include_verify_is_refused()
    {
        _bench.PublishWith("key_ops", new JsonArray("encrypt"));

        Refused(_bench.Mint.Mint(Good), "token-algorithm");
    }

    [TestCase("alg")]
    [TestCase("use")]
    public void Verify_key_that_does_not_say_what_it_is_for_is_taken(string member)
    {
        _bench.PublishWith(member, null);

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Valid, Is.True);
    }

    [Test]
    public void Verify_short_rsa_key_is_refused()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        var parameters = rsa.ExportParameters(false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["kid"] = "short", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
        _bench.Publish(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
        var parts = _bench.Mint.Mint(Good.WithHeader("kid", "short")).Split('.');
        var signature = rsa.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);

        Refused($"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(signature)}", "token-algorithm");
    }

    [Test]
    public void Verify_unknown_kid_is_refused_and_told()
    {
        Refused(_bench.Mint.Mint(Good with { Signing = TokenSigning.UnknownKey }), "token-key-unknown");

        Assert.That(_bench.UnknownKeys, Is.EqualTo(new[] { TokenBench.Path }));
    }

    [Test]
    public void Verify_good_token_under_another_kid_is_not_tried_with_all_keys() =>
        Refused(_bench.Mint.Mint(Good.WithHeader("kid", "other")), "token-key-unknown");

    [Test]
    public void Verify_no_kid_is_refused()
    {
        Refused(_bench.Mint.Mint(Good.WithHeader("kid", null)), "token-key-unknown");

        Assert.That(_bench.UnknownKeys, Is.Empty);
    }

    [TestCase(TokenSigning.ForeignKey)]
    [TestCase(TokenSigning.Tampered)]
    public void Verify_signature_that_does_not_fit_is_refused(TokenSigning signing) =>
        Refused(_bench.Mint.Mint(Good with { Signing = signing }), "token-signature");

    [Test]
    public void Verify_embedded_key_is_not_used()
    {
        using var foreign = TokenKey.Rsa();
        using var mint = new TokenMint(_bench.Time, foreign);

        Refused(mint.Mint(Good.WithHeader("kid", _bench.Mint.Key.Id).WithHeader("jwk", foreign.ToJwk())), "token-signature");
    }

    [TestCase("")]
    [TestCase("AAAA")]
    public void Verify_signature_of_another_length_is_refused(string signature)
    {
        var token = _bench.Mint.Mint(Good);

        Refused(token[..(token.LastIndexOf('.') + 1)] + signature, "token-signature");
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"keys":[{"kty":"oct","kid":"a","k":"AAAA"},7,null]}""")]
    public void Verify_no_usable_key_means_keys_missing(string jwks)
    {
        _bench.Publish(jwks);

        Refused(_bench.Mint.Mint(Good), "token-keys-missing");
    }

    [Test]
    public void Verify_no_document_means_keys_missing() =>
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good), keys: "nowhere").Code, Is.EqualTo("token-keys-missing"));

    [Test]
    public void Verify_one_bad_key_does_not_take_the_others_with_it()
    {
        _bench.Publish(new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["kid"] = "bad", ["n"] = "AA", ["e"] = "AQAB" }, _bench.Mint.Key.ToJwk()) }.ToJsonString());

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Valid, Is.True);
    }

    [Test]
    public void Verify_many_threads_at_once_agree()
    {
        var tokens = Enumerable.Range(0, 40).Select(_ => _bench.Mint.Mint(Good)).ToList();

        var bad = 0;
        Parallel.ForEach(tokens, token =>
        {
            if (!_bench.Verify(token).Valid) Interlocked.Increment(ref bad);
            if (_bench.Verify(token[..^8] + "AAAAAAAA").Valid) Interlocked.Increment(ref bad);
        });

        Assert.That(bad, Is.Zero);
    }

    private static string WithHeader(string header) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.e30.AAAA";

    private void Refused(string? token, string code)
    {
        var check = _bench.Verify(token);

        Assert.That(check.Valid, Is.False);
        Assert.That(check.Code, Is.EqualTo(code), check.Problem);
        if (!string.IsNullOrEmpty(token) && token.Length > 8) Assert.That(check.Problem, Does.Not.Contain(token));
    }
}
