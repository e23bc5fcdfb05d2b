using System.Globalization;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Language;
using CsCheck;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Argos.Rules.Engine.Tests.SecondOpinion;

/// <summary>
/// Our verdict on a token beside that of Microsoft.IdentityModel: signed well and badly, with members replaced, dressed
/// up and mangled. Never do we
/// take what the library refuses; where we refuse what it takes, the reason is on a list. <c>ARGOS_OPINION_RUNS</c> tries more.
/// </summary>
[Category("Long")]
internal sealed class SecondOpinionTests
{
    private const string Variable = "ARGOS_OPINION_RUNS";
    private const int Ordinary = 5000;

    private readonly SigningKeys _keys = new();
    private readonly TokenVerification _ours = new();
    private readonly JsonWebTokenHandler _library = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 1 << 20 };
    private DataTree _data = null!;
    private TokenValidationParameters _expected = null!;

    [OneTimeSetUp]
    public void Publish()
    {
        _data = DataTree.Empty.Put("keys", _keys.Jwks);
        _expected = new TokenValidationParameters
        {
            ValidIssuer = "https://kubernetes.default.svc",
            ValidAudience = "athenz-identityd",
            IssuerSigningKeys = new JsonWebKeySet(_keys.Jwks).GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
            ClockSkew = TimeSpan.FromSeconds(60),
            RequireExpirationTime = true,
            IgnoreTrailingSlashWhenValidatingAudience = false,
        };
    }

    [OneTimeTearDown]
    public void Forget()
    {
        _ours.Dispose();
        _keys.Dispose();
    }

    [Test]
    public void We_take_nothing_that_the_library_refuses_and_know_why_we_refuse_what_it_takes()
    {
        var runs = long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var wanted) ? wanted : Ordinary;
        var valid = 0;
        var known = 0;
        var unknown = new SortedDictionary<string, string>(StringComparer.Ordinal);

        TokenPlan.All.Sample(plan =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var token = plan.Make(_keys, now);
            var check = Check(token, now);
            var second = _library.ValidateTokenAsync(token, _expected).GetAwaiter().GetResult();
            if (check.Valid) valid++;
            if (check.Valid == second.IsValid) return;
            if (check.Valid) unknown.TryAdd($"we take what the library refuses: {second.Exception?.Message}", token);
            else if (KnownDifferences.ReasonFor(check) is null) unknown.TryAdd(
                $"we refuse what the library takes: {check.Code}, {check.Problem}", token);
            else known++;
        }, iter: runs, threads: 1);

        Assert.That(unknown, Is.Empty, string.Join("\n\n", unknown.Select(static u => $"{u.Key}\n{u.Value}")));
        Assert.That(valid, Is.GreaterThan(runs / 50), "many are good, else nothing is shown");
        Assert.That(known, Is.GreaterThan(0), "the list is not empty words");
    }

    private TokenCheck Check(string token, DateTimeOffset now) => new TokenVerifier(_ours, _data, now, null)
        .Verify(token, new TokenExpectation { Keys = "keys", Issuers = ["https://kubernetes.default.svc"], Audiences = ["athenz-identityd"] });
}
