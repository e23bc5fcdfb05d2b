using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Engine.Tests.Declarations;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.PolicyTests;

internal sealed class PolicyTestRunnerTests
{
    private const string World = """
        now: 2026-03-01T12:00:00Z
        settings: {test.provider: {issuer: me, audience: you, limit: 5}}
        keys: {one: {type: ec, kid: k1}}
        pods: {shop/web-0: {metadata: {uid: u-1}, spec: {serviceAccountName: web}, status: {phase: Running, podIP: 10.1.2.3}}}
        data: {teams/shop: {size: 3}}
        base:
          provider: test.provider
          domain: shop
          service: web
          attestation: {token: {key: one, claims: {iss: me, aud: you, exp: now+1h, iat: now}}}
          attributes: {instanceId: u-1, sanIP: 10.1.2.3}
        cases:

        """;

    [Test]
    public void Run_case_as_expected_passes()
    {
        var result = Run("- {name: a, expect: {outcome: allowed, codes: [], attributes: {certExpiryTime: 60}}}", static c => c.Allow(certExpiryMinutes: 60));

        Assert.That(result.Differences, Is.Empty);
        Assert.That(result.Passed, Is.True);
        Assert.That(result.Got.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public void Run_case_without_expectation_expects_a_refusal()
    {
        Assert.That(Run("- {name: a}", static c => c.Deny("no")).Passed, Is.True);
        Assert.That(Run("- {name: a}", static c => c.Allow()).Passed, Is.False);
        Assert.That(Run("- {name: a}", static c => c.Wait("x", "not-yet")).Passed, Is.False);
        Assert.That(Run("- {name: a, expect: {codes: [no]}}", static c => c.Allow()).Passed, Is.False);
    }

    [Test]
    public void Run_failing_case_says_what_differed()
    {
        var result = Run("- {name: a, expect: {outcome: allowed, attributes: {certUsage: client}}}", static c => c.Deny("too-late", "by an hour"));

        Assert.That(result.Differences, Is.EqualTo([
            "outcome: expected allowed, got denied [too-late]",
            "attribute `certUsage`: expected `client`, got nothing",
            "policy `test` said deny `too-late`: by an hour",
        ]));
        Assert.That(result.Location.Row, Is.EqualTo(13));
    }

    [Test]
    public void Run_other_codes_or_more_attributes_than_expected_fail()
    {
        Assert.That(Run("- {name: a, expect: {codes: [yes]}}", static c => c.Deny("no")).Differences[0], Is.EqualTo("codes: expected [yes], got [no]"));
        Assert.That(Run("- {name: a, expect: {outcome: allowed, attributes: {}}}", static c => c.Allow(certRefresh: false)).Differences[0], Is.EqualTo("attribute `certRefresh`: expected nothing, got `false`"));
    }

    [Test]
    public void Run_waiting_policy_is_undecided_with_its_code()
    {
        var result = Run("- {name: a, expect: {outcome: undecided, codes: [not-yet]}}", static c => c.Wait("kubernetes/pods/a/b", "not-yet"));

        Assert.That(result.Differences, Is.Empty);
    }

    [Test]
    public void Run_throwing_policy_denies()
    {
        var result = Run("- {name: a, expect: {codes: [policy-failed]}}", static _ => throw new InvalidOperationException());

        Assert.That(result.Differences, Is.Empty);
    }

    [Test]
    public void Run_policy_sees_the_world_of_the_file()
    {
        var result = Run("- {name: a, expect: {outcome: allowed}}", static c =>
        {
            var token = c.Tokens.Verify(c.Input.IdentityToken, "kubernetes/keys", c.Settings.Text("issuer"), c.Settings.Text("audience"));
            Assert.That(token.Problem, Is.Empty);
            Assert.That(token.ExpiresAt, Is.EqualTo(c.Now.AddHours(1)));
            Assert.That(c.Now, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
            Assert.That(c.Pods.Find("shop", "web-0")!.Uid, Is.EqualTo("u-1"));
            Assert.That(c.Data["teams/shop"]["size"].Number, Is.EqualTo(3));
            Assert.That(c.Input.IsRefresh, Is.False);
            return c.Input.SanIps.IsSubsetOf(c.Pods.Find("shop", "web-0")!.Ips) ? c.Allow() : c.Deny("no");
        });

        Assert.That(result.Differences, Is.Empty);
    }

    [Test]
    public void Run_case_changes_the_world_for_itself_only()
    {
        const string Cases = """
            - name: changed
              now: 2026-03-02T00:00:00Z
              operation: refresh
              settings: {test.provider: {limit: 6, issuer: null}}
              pods: {shop/web-0: {metadata: {uid: u-2}}, shop/web-1: {}}
              data: {teams/shop: null}
              with: {domain: market, attestation: plain text, attributes: {instanceId: null, hostname: 5}}
            - name: as it was
            """;
        var seen = new List<string>();

        Report(Cases, c =>
        {
            seen.Add($"{c.Now:dd HH} {c.Input.IsRefresh} {c.Settings.Number("limit")} {c.Settings.Text("issuer")} {c.Pods.Find("shop", "web-0")!.Uid} {c.Pods.Find("shop", "web-1") is null} "
                + $"{c.Data["teams/shop"].Exists} {c.Input.Domain} {c.Input.Service} {c.Input.AttestationData == "plain text"} {c.Input.InstanceId} {c.Input.Hostname}");
            return c.Deny("no");
        });

        Assert.That(seen, Is.EqualTo(["02 00 True 6  u-2 False False market web True  5", "01 12 False 5 me u-1 True True shop web False u-1 "]));
    }

    [TestCase("header: {alg: none}", "token-algorithm")]
    [TestCase("header: {kid: null}", "token-key-unknown")]
    [TestCase("header: {kid: other}", "token-key-unknown")]
    [TestCase("claims: {exp: now-90s}", "token-expired")]
    [TestCase("claims: {exp: 1}", "token-expired")]
    [TestCase("claims: {exp: null}", "token-expired")]
    [TestCase("claims: {nbf: now+2h}", "token-not-yet-valid")]
    [TestCase("claims: {iss: other}", "token-issuer")]
    [TestCase("claims: {iss: 5}", "token-malformed")]
    public void Run_token_changes_reach_the_verification(string change, string code) =>
        Assert.That(Run($"- {{name: a, with: {{attestation: {{token: {{{change}}}}}}}}}", Verifies).Got.Codes, Is.EqualTo([code]));

    [Test]
    public void Run_wrapped_token_is_JSON() =>
        Assert.That(Run("- {name: a, with: {attestation: {wrapped: true}}}", static c => c.Input.Attestation["identityToken"].Exists ? Verifies(c) : c.Deny("no")).Got.Outcome, Is.EqualTo(DecisionOutcome.Allowed));

    [TestCase("", false)]
    [TestCase("extraPodFields: [spec.containers]\n", true)]
    public void Run_pods_have_of_their_fields_what_production_replicates(string more, bool expected)
    {
        var seen = new List<bool>();

        PolicyTestRunner.Run(
            more + World + "- {name: a, pods: {shop/web-0: {spec: {containers: [{name: c}]}, status: {conditions: [], hostIPs: [{ip: 10.1.0.1}]}}}}",
            "x/tests.yaml",
            Set(c =>
            {
                var pod = c.Pods.Find("shop", "web-0")!;
                seen.AddRange([pod.Json["spec"]["containers"].Exists, pod.Json["status"]["conditions"].Exists, pod.HostIps.Count == 1]);
                return c.Deny("no");
            }));

        Assert.That(seen, Is.EqualTo(new[] { expected, false, true }));
    }

    [Test]
    public void Run_data_that_cannot_be_is_a_diagnostic()
    {
        var report = Report("- {name: a, pods: {shop/web-0: {metadata: {name: another}}}}", static c => c.Deny("no"));

        Assert.That(report.Passed, Is.False);
        Assert.That(report.Results, Is.Empty);
        Assert.That(report.Diagnostics.Single().Message, Does.Contain("`metadata.name`"));
    }

    [Test]
    public void Run_token_without_a_key_is_a_diagnostic()
    {
        var report = Report("- {name: a, with: {attestation: {token: {key: null}}}}", static c => c.Deny("no"));

        Assert.That(report.Diagnostics.Single().Message, Does.EndWith("the token has no `key` to be signed with"));
    }

    [Test]
    public void Run_names_that_look_like_numbers_are_names()
    {
        const string Text = """
            now: 2026-03-01T12:00:00Z
            keys: {1: {kid: 2}}
            base: {provider: test.5, domain: 6, service: null, attestation: {token: {key: 1, claims: {iss: me, aud: you, exp: now+1h, nbf: null}}, wrapped: "true"}, attributes: {a: null, b: 7}}
            cases: [{name: 8, expect: {outcome: allowed}}]
            """;

        var report = PolicyTestRunner.Run(Text, "x", Set(static c => c.Input.Domain == "6" && c.Input.Attribute("b") == "7" ? Verifies(c) : c.Deny("no")));

        Assert.That(StockPolicies.Text(report.Diagnostics), Is.Empty);
        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    private static PolicyTestReport Report(string cases, Func<PolicyContext, Outcome> evaluate) =>
        PolicyTestRunner.Run(World + cases, "x/tests.yaml", Set(evaluate));

    private static PolicySet Set(Func<PolicyContext, Outcome> evaluate) =>
        PolicySet.Empty.With(new ActivePolicy("test", "", "", new FrontMatter { Providers = ImmutableArray.Create("test.*"), Settings = Declared.Any("issuer", "audience", "limit") }, evaluate, null));

    private static PolicyTestResult Run(string cases, Func<PolicyContext, Outcome> evaluate)
    {
        var report = Report(cases, evaluate);
        Assert.That(StockPolicies.Text(report.Diagnostics), Is.Empty);
        return report.Results.Single();
    }

    private static Outcome Verifies(PolicyContext context) =>
        context.Tokens.Verify(context.Input.IdentityToken, "kubernetes/keys", "me", "you").Finding is { } finding ? context.Deny(finding) : context.Allow();
}
