using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;

namespace Argos.Rules.Engine.Tests.Decisions;

internal sealed class CombinerTests
{
    [Test]
    public void Combine_nothing_denies() => Denied(Combiner.Combine([]), "no-policy-applies");

    [Test]
    public void Combine_only_shadow_policies_denies() =>
        Denied(Combiner.Combine([Allow() with { Enforced = false }, Wait("k", "w") with { Enforced = false }]), "no-policy-applies");

    [Test]
    public void Combine_all_codes_of_refusals_are_kept_sorted_and_once() =>
        Denied(Combiner.Combine([Deny("z"), Allow(), Deny("a"), Wait("k", "w"), Deny("z")]), "a", "z");

    [Test]
    public void Combine_failed_policy_denies() => Denied(Combiner.Combine([Allow(), Failed(), Wait("k", "w")]), "policy-failed");

    [Test]
    public void Combine_outcome_that_is_not_known_denies() => Denied(Combiner.Combine([Allow() with { Outcome = "Allow" }]), "policy-failed");

    [Test]
    public void Combine_wait_goes_before_allow()
    {
        var verdict = Combiner.Combine([Wait("b", "w2"), Allow(), Wait("a", "w1"), Wait("b", "w1")]);

        Assert.That(verdict, Is.InstanceOf<Verdict.Waiting>());
        Assert.That(((Verdict.Waiting)verdict).Keys, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(((Verdict.Waiting)verdict).Codes, Is.EqualTo(new[] { "w1", "w2" }));
    }

    [Test]
    public void Combine_shadow_policies_neither_deny_nor_wait_nor_narrow() =>
        Allowed(
            Combiner.Combine([Allow(("certExpiryTime", "60")), Deny("d") with { Enforced = false }, Wait("k", "w") with { Enforced = false }, Failed() with { Enforced = false }, Allow(("certExpiryTime", "5")) with { Enforced = false }]),
            ("certExpiryTime", "60"));

    [TestCase("certExpiryTime", "60", "9", "9")]
    [TestCase("certExpiryTime", "60", null, "60")]
    [TestCase("certRefresh", "true", "false", "true")]
    [TestCase("certRefresh", "false", "false", "false")]
    [TestCase("certRefresh", "false", null, "")]
    [TestCase("certRefresh", "true", null, "true")]
    [TestCase("certSSH", "true", "false", "false")]
    [TestCase("certSSH", "true", "true", "true")]
    [TestCase("certSSH", "true", null, "")]
    [TestCase("certSSH", "false", null, "false")]
    [TestCase("certUsage", "client", null, "client")]
    [TestCase("certUsage", "client", "client", "client")]
    [TestCase("certUsage", "client", "codeSigning", "conflict")]
    [TestCase("certUsage", "codeSigning", "codeSigning", "codeSigning")]
    [TestCase("certUsage", "codeSigning", null, "conflict")]
    [TestCase("certUsage", "timestamping", null, "conflict")]
    [TestCase("certSubjectOU", "a", "a", "a")]
    [TestCase("certSubjectOU", "a", "A", "conflict")]
    [TestCase("certSubjectOU", "a", null, "")]
    [TestCase("instancePrivateIp", "10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [TestCase("instancePrivateIp", "::1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1")]
    [TestCase("instancePrivateIp", "10.0.0.1", "10.0.0.2", "conflict")]
    [TestCase("instancePrivateIp", "10.0.0.1", null, "")]
    [TestCase("attestedSshCertPrincipals", "a,b,c", "d,c,b", "b,c")]
    [TestCase("attestedSshCertPrincipals", "a", "b", "conflict")]
    [TestCase("attestedSshCertPrincipals", "a", "", "conflict")]
    [TestCase("attestedSshCertPrincipals", "a", null, "")]
    public void Combine_directives_become_what_all_allow_whatever_the_order(string name, string one, string? other, string expected)
    {
        var left = Allow((name, one));
        var right = other is null ? Allow() : Allow((name, other));

        foreach (var verdict in new[] { Combiner.Combine([left, right]), Combiner.Combine([right, left]) })
        {
            if (expected == "conflict") Denied(verdict, "attributes-conflict");
            else if (expected.Length == 0) Allowed(verdict);
            else Allowed(verdict, (name, expected));
        }
    }

    /// <summary>Every directive there is has a rule above.</summary>
    [Test]
    public void Combine_one_policy_alone_gives_its_directives_as_they_are()
    {
        (string, string)[] all = [("attestedSshCertPrincipals", "a,a"), ("certExpiryTime", "9"), ("certRefresh", "false"), ("certSSH", "true"), ("certSubjectOU", "ou"), ("certUsage", "codeSigning"), ("instancePrivateIp", "::1")];

        Allowed(Combiner.Combine([Allow(all), Allow() with { Enforced = false }, Allow(("certSSH", "false")) with { Enforced = false }]), all);
    }

    [Test]
    public void Combine_second_policy_adds_nothing_to_the_first() =>
        Allowed(
            Combiner.Combine([Allow(("certExpiryTime", "60")), Allow(("attestedSshCertPrincipals", "root"), ("certRefresh", "false"), ("certSSH", "true"), ("certSubjectOU", "admins"), ("instancePrivateIp", "10.0.0.1"))]),
            ("certExpiryTime", "60"));

    [Test]
    public void Combine_what_two_of_three_give_is_not_given() =>
        Allowed(Combiner.Combine([Allow(("certSSH", "true")), Allow(("certSSH", "true")), Allow()]));

    [Test]
    public void Combine_different_limits_all_hold() =>
        Allowed(Combiner.Combine([Allow(("certUsage", "client")), Allow(("certExpiryTime", "9")), Allow(("certSSH", "false"))]), ("certExpiryTime", "9"), ("certSSH", "false"), ("certUsage", "client"));

    [Test]
    public void Combine_any_refusal_among_any_others_in_any_order_denies()
    {
        // A fixed seed: the same cases each time.
        var random = new Random(20260101);
        PolicyResult[] others = [Allow(), Allow(("certExpiryTime", "9")), Allow(("certUsage", "client")), Wait("k", "w"), Deny("shadowed") with { Enforced = false }, Failed() with { Enforced = false }];
        PolicyResult[] refusals = [Deny("no"), Failed()];
        for (var i = 0; i < 2000; i++)
        {
            var refusal = refusals[random.Next(refusals.Length)];
            var results = random.GetItems(others, random.Next(8)).Append(refusal).ToArray();
            random.Shuffle(results);

            Denied(Combiner.Combine([.. results]), refusal.Code!);
        }
    }

    [Test]
    public void Combine_same_results_in_any_order_give_the_same_verdict()
    {
        var random = new Random(20260102);
        PolicyResult[] kinds = [Allow(("certExpiryTime", "9"), ("attestedSshCertPrincipals", "a,b")), Allow(("certExpiryTime", "7"), ("attestedSshCertPrincipals", "b,c")), Allow(("certUsage", "client")), Allow(("certUsage", "codeSigning")), Wait("k", "w"), Wait("j", "v"), Deny("no")];
        for (var i = 0; i < 1000; i++)
        {
            var results = random.GetItems(kinds, random.Next(1, 6));
            var expected = Text(Combiner.Combine([.. results]));
            random.Shuffle(results);

            Assert.That(Text(Combiner.Combine([.. results])), Is.EqualTo(expected));
        }
    }

    private static string Text(Verdict verdict) => verdict switch
    {
        Verdict.Allowed allowed => "allowed " + string.Join(' ', allowed.Attributes),
        Verdict.Denied denied => "denied " + string.Join(' ', denied.Codes),
        Verdict.Waiting waiting => $"waiting {string.Join(' ', waiting.Keys)} {string.Join(' ', waiting.Codes)}",
        _ => "?",
    };

    private static void Denied(Verdict verdict, params string[] codes) => Assert.That(Text(verdict), Is.EqualTo("denied " + string.Join(' ', codes)));

    private static void Allowed(Verdict verdict, params (string Name, string Value)[] attributes) =>
        Assert.That(Text(verdict), Is.EqualTo("allowed " + string.Join(' ', attributes.Select(a => KeyValuePair.Create(a.Name, a.Value)))));

    private static PolicyResult Allow(params (string Name, string Value)[] attributes) =>
        Result("allow") with { Attributes = attributes.ToImmutableSortedDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal) };

    private static PolicyResult Deny(string code) => Result("deny") with { Code = code };

    private static PolicyResult Wait(string key, string code) => Result("wait") with { Code = code, WaitsFor = key };

    private static PolicyResult Failed() => Result("failed") with { Code = "policy-failed" };

    private static PolicyResult Result(string outcome) => new() { Policy = "p", Hash = "h", Outcome = outcome };
}
