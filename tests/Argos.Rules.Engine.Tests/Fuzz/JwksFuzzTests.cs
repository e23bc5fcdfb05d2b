using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Tokens;
using Argos.Rules.TestKit.Fuzz;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Key sets: whatever is published, a token of a foreign key is never valid.</summary>
[Category("Long")]
internal sealed class JwksFuzzTests
{
    private static readonly string[] Words =
    [
        "\"kty\":\"oct\"", "\"kty\":\"EC\"", "\"use\":\"enc\"", "\"key_ops\":[\"sign\"]", "\"alg\":\"HS256\"", "\"alg\":\"RS256\"",
        "\"alg\":\"none\"", "\"kid\":\"\"", "\"crv\":\"P-384\"", "\"crv\":\"secp256k1\"",
        "\"x\":\"AA\"", "\"n\":\"AQAB\"", "\"e\":\"AA\"", "\"x5c\":[\"AAAA\"]", "\"d\":\"AA\"", "\"k\":\"AA\"", "=", "+", "{\"keys\":[]}",
        "[[", "{}",
    ];

    private static readonly TokenSigning[] Bad =
        [TokenSigning.ForeignKey, TokenSigning.HmacWithPublicKey, TokenSigning.None, TokenSigning.Tampered];

    [Test]
    public void Token_of_a_foreign_key_is_never_valid()
    {
        using var rsa = TokenKey.Rsa();
        using var ec = TokenKey.Ec();
        var both = new JsonObject { ["keys"] = new JsonArray(rsa.ToJwk(), ec.ToJwk()) }.ToJsonString();
        foreach (var key in new[] { rsa, ec })
        {
            using var bench = new TokenBench(key);
            var good = bench.Mint.Mint(new ServiceAccountToken());
            string[] bad = [.. Bad.Select(s => bench.Mint.Mint(new ServiceAccountToken { Signing = s }))];
            var valid = 0;
            FuzzRuns.Try("jwks", [bench.Mint.Jwks(), both, """{"keys":[]}"""], Words, text =>
            {
                if (FuzzRuns.Json(text) is null) return;
                bench.Publish(FuzzRuns.Unicode(text));
                if (bench.Verify(good).Valid) valid++;
                Assert.That(bad.Where(token => bench.Verify(token).Valid), Is.Empty);
            }, share: 40);
            Assert.That(valid, Is.GreaterThan(1), "the seeds verify the good token");
        }
    }
}
