using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>What policies can write into the record of a decision: no secret, in whatever form, and not without end.</summary>
internal sealed class WrittenTextTests
{
    private const string Secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

    private DecisionBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new DecisionBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase(" ")]
    [TestCase(".")]
    [TestCase("\n")]
    [TestCase(" - ")]
    [TestCase("\u200B")]
    public async Task Policy_cannot_write_a_token_with_something_between_its_letters(string separator)
    {
        _bench.Policy("a", c => c.Deny("no", string.Join(separator, c.Input.AttestationData.ToCharArray())));
        _bench.Policy("b", static c => c.Allow());

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That(decision.Policies[0].Detail, Does.Contain("withheld"));
    }

    [TestCase("hex")]
    [TestCase("base64")]
    [TestCase("codes")]
    [TestCase("reversed")]
    public async Task Policy_cannot_write_a_token_in_another_spelling(string spelling)
    {
        _bench.Policy("a", c => c.Deny("no", Spell(c.Input.AttestationData, spelling)));
        _bench.Policy("b", c => c.Allow(certSubjectOu: Spell(c.Input.AttestationData, spelling)));

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That(decision.Policies[0].Detail, Does.Contain("withheld"));
        Assert.That((decision.Policies[1].Outcome, decision.Policies[1].Attributes), Is.EqualTo(("failed", (object?)null)));
    }

    [Test]
    public async Task Piece_of_a_token_is_withheld_and_a_long_detail_is_cut()
    {
        _bench.Policy("a", c => c.Deny("no", "it is " + c.Input.AttestationData[..20]));
        _bench.Policy("b", static c => c.Deny("no", new string('x', 100_000) + c.Input.AttestationData));

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That(decision.Policies[0].Detail, Does.Contain("withheld"));
        Assert.That(decision.Policies[1].Detail, Has.Length.EqualTo(SecretText.MaximumLength + 3).And.EndsWith("x..."));
    }

    [Test]
    public async Task Token_in_a_code_or_a_directive_fails_the_policy()
    {
        _bench.Policy("a", static c => c.Deny("x" + string.Concat(c.Input.AttestationData.Where(char.IsAsciiLetter)).ToLowerInvariant()[..40]));
        _bench.Policy("b", static c => c.Wait("x", string.Concat(c.Input.AttestationData.Where(char.IsAsciiLetter)).ToLowerInvariant()[..40]));
        _bench.Policy("c", static c => c.Allow(certSubjectOu: c.Input.AttestationData));

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That(decision.Policies.Select(static p => p.Outcome), Has.All.EqualTo("failed"));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(decision, Contracts.ContractsJson.Default.Decision).ToUpperInvariant(), Does.Not.Contain("GCIOIJSUZ"));
    }

    [Test]
    public async Task Key_of_a_wait_is_limited()
    {
        _bench.Policy("a", static c => c.Wait("pods/" + new string('x', PolicyRun.MaximumKey), "later"));

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Policies.Single().WaitsFor, decision.Policies.Single().Detail), Is.EqualTo((DecisionOutcome.Denied, (string?)null, "it waits for what can never arrive: the key must be a data path of at most 1024 characters and the code a reason code")));
        Assert.That(_bench.Pending, Is.Empty);
    }

    [Test]
    public async Task All_policies_of_a_decision_together_write_no_more_than_so_much()
    {
        for (var i = 0; i < 40; i++) _bench.Policy($"p{i:00}", static c => c.Deny("no", new string('x', 1000)));
        _bench.Policy("z", static c => c.Deny("no", "the reason"));

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Policies.Sum(static p => p.Detail!.Length), Is.LessThan(WrittenText.Maximum + (41 * WrittenText.LeftOut.Length)));
        Assert.That(decision.Policies[..16].Select(static p => p.Detail!.Length), Has.All.EqualTo(1000));
        Assert.That(decision.Policies[^1].Detail, Is.EqualTo(WrittenText.LeftOut));
        Assert.That(decision.Codes, Has.All.EqualTo("no"));
    }

    [TestCase("sanDNS", ',')]
    [TestCase("sanURI", ',')]
    [TestCase("sanIP", ',')]
    [TestCase("awsAccount", ',')]
    public async Task List_with_too_many_items_is_refused_before_a_policy_sees_it(string attribute, char separator)
    {
        _bench.Policy("a", static _ => throw new InvalidOperationException("must not run"));

        var decision = await _bench.DecideAsync(attributes: (attribute, string.Join(separator, Enumerable.Repeat("10.0.0.1", PolicyInputReader.MaximumItems + 1))));

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "attribute-malformed")));
        Assert.That(decision.Policies, Is.Empty);
    }

    [Test]
    public void Limits_of_lists_name_the_attribute_and_let_what_fits_pass()
    {
        var full = string.Join(',', Enumerable.Repeat("a.b", PolicyInputReader.MaximumItems));
        var items = Read(("sanDNS", full + ",a"));
        var length = Read(("sanURI", new string('u', PolicyInputReader.MaximumListLength + 1)));
        var address = Read(("sanIP", new string('9', 5000)));

        Assert.That(Read(("sanDNS", full)), Is.Null);
        Assert.That(items, Is.EqualTo("attribute `sanDNS` has more than 1024 items"));
        Assert.That(length, Is.EqualTo("attribute `sanURI` has more than 65536 characters"));
        Assert.That(address, Has.Length.LessThan(400).And.StartsWith("attribute `sanIP` has an item"));
    }

    private static string Spell(string text, string spelling) => spelling switch
    {
        "hex" => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)),
        "base64" => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
        "codes" => string.Join(' ', text.Select(static c => (int)c)),
        _ => new string([.. text.Reverse()]),
    };

    private static string? Read(params (string Name, string Value)[] attributes) =>
        PolicyInputReader.Read(DecisionBench.Confirmation(attributes: attributes), Contracts.Instances.InstanceOperation.Register).Problem?.Detail;
}
