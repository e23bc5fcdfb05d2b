using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>The membership check, against a ZTS that validates what it is asked. The attestation data is domain and role.</summary>
internal sealed class MembershipFactTests
{
    private const string Principal = "media.sports.api";

    private readonly TestAuthority _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-members-").FullName;

    private IssuedCertificate _own = null!;
    private FakeZts _zts = null!;
    private FactBench _bench = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _own = _authority.Provider("zts.provider");
        _zts = await FakeZts.StartAsync(new ZtsOptions { Authority = _authority }, CancellationToken.None);
        var options = new FactsOptions { ZtsUrl = $"{_zts.Url}zts/v1", ZtsCaFile = _authority.WriteTo(_folder, "ca") };
        _bench = new FactBench(options, new GivenClientCertificate(_own.Certificate));
        _bench.Policy(Check);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _bench.Dispose();
        await _zts.DisposeAsync();
        _own.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase("media.sports deployers")]
    [TestCase("media.sports admins.eu")]
    [TestCase("media a_b-c")]
    public async Task Member_is_one_and_another_is_none(string question)
    {
        var parts = question.Split(' ');
        _zts.Queries.Join(Principal, parts[0], parts[1]);
        _zts.Queries.Join("media.sports.other", parts[0], parts[1] + "x");

        var member = await _bench.DecideAsync(question);
        var none = await _bench.DecideAsync(question + "x");

        Assert.That(member.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', member.Codes));
        Assert.That((none.Outcome, none.Codes[0]), Is.EqualTo((DecisionOutcome.Denied, "not-member")));
    }

    [Test]
    public async Task Answer_is_remembered_as_long_as_an_access_check()
    {
        _zts.Queries.Join(Principal, "media.kept", "readers");
        await _bench.DecideAsync("media.kept readers");
        var before = _zts.Queries.Conduct.Requests;

        await _bench.DecideAsync("media.kept readers");
        Assert.That(_zts.Queries.Conduct.Requests, Is.EqualTo(before));
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        await _bench.DecideAsync("media.kept readers");
        Assert.That(_zts.Queries.Conduct.Requests, Is.EqualTo(before + 1));
    }

    [TestCase("unheard.of readers")]
    [TestCase("media.sports read\u00e9rs")]
    [TestCase("media.sports ")]
    [TestCase("-media readers")]
    [TestCase("../keys readers")]
    [TestCase("media.sports ..")]
    [TestCase("media.sports a/b")]
    [TestCase("media.sports a%2Fb")]
    [TestCase("media.sports *")]
    public async Task Question_that_zts_cannot_grant_is_a_no(string question) =>
        Assert.That((await _bench.DecideAsync(question)).Codes, Is.EqualTo(new[] { "not-member" }));

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(204)]
    [TestCase(302)]
    [TestCase(429)]
    [TestCase(500)]
    public async Task Answer_that_is_about_the_question_is_cannot_tell(int status)
    {
        _zts.Instead = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        try
        {
            var decision = await _bench.DecideAsync($"media.sports role{status}");

            Assert.That((decision.Outcome, decision.Codes.Contains("fact-unavailable")), Is.EqualTo((DecisionOutcome.Undecided, true)),
                string.Join(' ', decision.Codes));
        }
        finally
        {
            _zts.Instead = null;
            // The breaker opens after some failures, and closes with time.
            _bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }

    private static readonly Func<PolicyContext, Outcome> Check = static c =>
    {
        var asked = c.Input.AttestationData!.Split(' ');
        var member = c.Athenz.Membership(c.Input.Identity, asked[0], asked.Length > 1 ? asked[1] : "");
        if (member.Pending) return c.Wait(member, "member-pending");
        return member.Granted ? c.Allow() : c.Deny("not-member", member.Problem);
    };
}
