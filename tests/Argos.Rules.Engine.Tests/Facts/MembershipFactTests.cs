using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>The membership check, against a ZTS that validates what it is asked. The attestation data is domain and role.</summary>
internal sealed class MembershipFactTests : ZtsFactTests
{
    [TestCase("media.sports deployers")]
    [TestCase("media.sports admins.eu")]
    [TestCase("media a_b-c")]
    public async Task Member_is_one_and_another_is_none(string question)
    {
        var parts = question.Split(' ');
        Zts.Queries.Join(Principal, parts[0], parts[1]);
        Zts.Queries.Join("media.sports.other", parts[0], parts[1] + "x");

        var member = await Bench.DecideAsync(question);
        var none = await Bench.DecideAsync(question + "x");

        Assert.That(member.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', member.Codes));
        Assert.That((none.Outcome, none.Codes[0]), Is.EqualTo((DecisionOutcome.Denied, "not-member")));
    }

    [Test]
    public async Task Answer_is_remembered_as_long_as_an_access_check()
    {
        Zts.Queries.Join(Principal, "media.kept", "readers");
        await Bench.DecideAsync("media.kept readers");
        var before = Zts.Queries.Conduct.Requests;

        await Bench.DecideAsync("media.kept readers");
        Assert.That(Zts.Queries.Conduct.Requests, Is.EqualTo(before));
        Bench.Time.Advance(TimeSpan.FromSeconds(31));
        await Bench.DecideAsync("media.kept readers");
        Assert.That(Zts.Queries.Conduct.Requests, Is.EqualTo(before + 1));
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
        Assert.That((await Bench.DecideAsync(question)).Codes, Is.EqualTo(new[] { "not-member" }));

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
        Zts.Instead = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        try
        {
            var decision = await Bench.DecideAsync($"media.sports role{status}");

            Assert.That((decision.Outcome, decision.Codes.Contains("fact-unavailable")), Is.EqualTo((DecisionOutcome.Undecided, true)),
                string.Join(' ', decision.Codes));
        }
        finally
        {
            Zts.Instead = null;
            // The breaker opens after some failures, and closes with time.
            Bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }

    protected override Func<PolicyContext, Outcome> Policy => static c =>
    {
        var asked = c.Input.AttestationData!.Split(' ');
        var member = c.Athenz.Membership(c.Input.Identity, asked[0], asked.Length > 1 ? asked[1] : "");
        if (member.Pending) return c.Wait(member, "member-pending");
        return member.Granted ? c.Allow() : c.Deny("not-member", member.Problem);
    };
}
