using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>The access check, against a ZTS that validates what it is asked. The attestation data is action and resource.</summary>
internal sealed class AccessFactTests : ZtsFactTests
{
    [TestCase("launch media.sports:api")]
    [TestCase("launch media.sports:api:123456789012")]
    [TestCase("launch media.sports:api:https://oidc.eks.us-west-2.amazonaws.com/id/A1B2")]
    [TestCase("github.push media.sports:repo:org/repo:ref:refs/heads/main")]
    [TestCase("launch media.sports:a%2Fb?c&d=e#f+g")]
    public async Task Resource_of_any_form_is_asked_for_as_it_is(string question)
    {
        var parts = question.Split(' ');
        Zts.Queries.Grant(Principal, parts[0], parts[1]);

        var granted = await Bench.DecideAsync(question);
        var other = await Bench.DecideAsync(question + "x");

        Assert.That(granted.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', granted.Codes));
        Assert.That((other.Outcome, other.Codes[0]), Is.EqualTo((DecisionOutcome.Denied, "not-granted")));
    }

    [TestCase("launch unheard.of:api:1")]
    [TestCase("launch media.sports:api\u00e9")]
    [TestCase("launch ")]
    [TestCase("-launch media.sports:api")]
    [TestCase("../keys media.sports:api")]
    [TestCase(".. media.sports:api")]
    [TestCase("a..b media.sports:api")]
    public async Task Question_that_zts_cannot_grant_is_a_no(string question) =>
        Assert.That((await Bench.DecideAsync(question)).Codes, Is.EqualTo(new[] { "not-granted" }));

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
            var decision = await Bench.DecideAsync($"launch media.sports:api:{status}");

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
        var access = c.Athenz.Access(c.Input.Identity, asked[0], asked.Length > 1 ? asked[1] : "");
        if (access.Pending) return c.Wait(access, "access-pending");
        return access.Granted ? c.Allow() : c.Deny("not-granted", access.Problem);
    };
}
