using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>Facts as a script sees them, given by value in a tests file.</summary>
internal sealed class FactLanguageTests
{
    private const string World = """
        now: 2026-03-01T12:00:00Z
        settings: {p: {awsRegion: us-west-2, audience: zts}}
        keys:
          eks: {type: rsa, kid: e1, published: false}
          zts: {type: ec, kid: z1, published: false}
          other: {type: ec, kid: o1, published: false}
        facts:
          aws/caller-identity: {ASIAEXAMPLEEXAMPLE00: {arn: "arn:aws-cn:sts::123456789012:assumed-role/media.sports.api/i-0a1b2c3d"}}
          aws/oidc-providers: {"123456789012": ["arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC"]}
          oidc/keys: {"https://oidc.eks.us-west-2.amazonaws.com/id/ABC": [eks]}
          athenz/keys: [zts]
          athenz/access: [{principal: media.sports.api, action: launch, resource: "media.sports:api:1", granted: true}]
          athenz/membership: [{principal: media.sports.api, domain: media.sports, role: deployers, granted: true}]
          dns: {api.example.com: [10.1.2.3, "2001:db8::1"]}
          kubernetes/token-review:
            "*": {authenticated: true, audiences: [zts], user: {username: "system:serviceaccount:media:api", extra: {authentication.kubernetes.io/pod-name: [api-0], authentication.kubernetes.io/pod-uid: [u-1]}}}
        base:
          provider: p
          domain: media.sports
          service: api
          attestation:
            json: {role: media.sports.api, access: ASIAEXAMPLEEXAMPLE00, secret: very-secret-key, token: very-secret-token, taskid: t-1}
            token: {key: eks, claims: {iss: "https://oidc.eks.us-west-2.amazonaws.com/id/ABC", aud: [zts], sub: s, exp: now+1h, iat: now, "https://sts.amazonaws.com/": {aws_account: "123456789012"}}}
        cases:

        """;

    private static readonly string[] AllOfThem =
    [
        """var caller = Aws.CallerIdentity(); if (caller.Pending) return Wait(caller, "sts-pending"); if (caller.Problem is { } no) return Deny("caller-refused", no); if (!caller.Known || caller.Account != "123456789012" || caller.Partition != "aws-cn" || caller.Role != Input.Identity || caller.Session != "i-0a1b2c3d") return Deny("caller-foreign", caller.Arn);""",
        """var providers = Aws.OidcProviders("123456789012"); if (providers.Pending) return Wait(providers, "iam-pending"); if (!providers.Contains("arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC") || providers.Contains("oidc.eks.us-west-2.amazonaws.com/id/ABC")) return Deny("provider-foreign");""",
        """var token = Oidc.Verify(Input.IdentityToken, new[] { "https://oidc.eks.*.amazonaws.com/id/*" }, Settings.Text("audience")); if (token.Pending) return Wait(token, "oidc-pending"); if (token.Finding is { } bad) return Deny(bad); if (!token.Valid || token.Check.Claims["https://sts.amazonaws.com/"]["aws_account"].Text != "123456789012") return Deny("account-foreign");""",
        """var access = Athenz.Access(Input.Identity, "launch", "media.sports:api:1"); if (access.Pending) return Wait(access, "access-pending"); if (!access.Granted) return Deny("not-granted", access.Problem);""",
        """var host = Dns.Resolve("api.example.com"); if (host.Pending) return Wait(host, "dns-pending"); if (host.Ips.Count != 2) return Deny("addresses", $"{host.Ips}");""",
        """var review = Kubernetes.Review(Input.IdentityToken, new[] { "zts" }); if (review.Pending) return Wait(review, "review-pending"); if (!review.Authenticated || review.Namespace != "media" || review.ServiceAccount != "api" || review.PodName != "api-0" || review.PodUid != "u-1") return Deny("review", review.Problem);""",
        """
        var member = Athenz.Membership(Input.Identity, "media.sports", "deployers");
        if (member.Pending) return Wait(member, "member-pending");
        if (!member.Granted) return Deny("not-member", member.Problem);
        """,
    ];

    [Test]
    public async Task Policy_all_facts_given_has_their_values()
    {
        var report = await RunAsync(string.Join('\n', AllOfThem) + "\nreturn Allow();", "- {name: a, expect: {outcome: allowed}}");

        Assert.That(report.Results.Single().Differences, Is.Empty);
        Assert.That(report.Results.Single().Got.Facts.Select(static f => (f.Kind, f.State)), Is.EqualTo(new[]
        {
            ("athenz/access", "known"), ("athenz/membership", "known"), ("aws/caller-identity", "known"), ("aws/oidc-providers", "known"), ("dns", "known"), ("kubernetes/token-review", "known"), ("oidc/keys", "known"),
        }));
    }

    [TestCase(0, "aws/caller-identity", "ASIAEXAMPLEEXAMPLE00", "sts-pending", "caller-refused")]
    [TestCase(1, "aws/oidc-providers", "\"123456789012\"", "iam-pending", "provider-foreign")]
    [TestCase(2, "oidc/keys", "\"https://oidc.eks.us-west-2.amazonaws.com/id/ABC\"", "oidc-pending", "token-keys-missing")]
    [TestCase(4, "dns", "api.example.com", "dns-pending", "addresses")]
    [TestCase(5, "kubernetes/token-review", "\"*\"", "review-pending", "review")]
    public async Task Policy_fact_missing_or_unreachable_waits_and_refused_denies(int part, string kind, string subject, string wait, string deny)
    {
        var report = await RunAsync(
            AllOfThem[part] + "\nreturn Allow();",
            $$"""
            - {name: missing, facts: { {{kind}}: null }, expect: {outcome: undecided, codes: [{{wait}}]} }
            - {name: unreachable, facts: { {{kind}}: { {{subject}}: {unreachable: true} } }, expect: {outcome: undecided, codes: [{{wait}}]} }
            - {name: refused, facts: { {{kind}}: { {{subject}}: {error: it said no} } }, expect: {outcome: denied, codes: [{{deny}}]} }
            """);

        Assert.That(report.Diagnostics, Is.Empty);
        Assert.That(report.Results.SelectMany(static r => r.Differences), Is.Empty);
    }

    [Test]
    public async Task Policy_that_asks_nothing_of_a_pending_fact_does_not_allow()
    {
        var careless = """
            var caller = Aws.CallerIdentity();
            var token = Oidc.Verify(Input.IdentityToken, new[] { "https://oidc.eks.*.amazonaws.com/id/*" }, "zts");
            if (caller.Role == "" && caller.Account == "" && !caller.Known && !token.Valid && token.Finding is { } finding) return Deny(finding);
            return Allow();
            """;

        var report = await RunAsync(careless, "- {name: a, facts: {aws/caller-identity: null, oidc/keys: null}, expect: {outcome: denied, codes: [token-keys-pending]}}");

        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    [Test]
    public async Task Policy_waits_for_a_fact_that_is_known_fails()
    {
        var report = await RunAsync("""return Wait(Dns.Resolve("api.example.com"), "dns-pending");""", "- {name: a, expect: {outcome: denied, codes: [policy-failed]}}");

        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    [TestCase("other", "https://oidc.eks.us-west-2.amazonaws.com/id/ABC", "token-key-unknown")]
    [TestCase("eks", "https://oidc.eks.us-west-2.amazonaws.com.evil.example/id/ABC", "token-issuer")]
    [TestCase("eks", "https://oidc.eks.us.west-2.amazonaws.com/id/ABC", "token-issuer")]
    [TestCase("eks", "https://oidc.eks..amazonaws.com/id/ABC", "token-issuer")]
    [TestCase("eks", "https://oidc.eks.us-west-2.amazonaws.com/id/ABC/", "token-issuer")]
    [TestCase("eks", "http://oidc.eks.us-west-2.amazonaws.com/id/ABC", "token-issuer")]
    public async Task Oidc_token_that_is_not_the_issuers_is_refused(string key, string issuer, string code)
    {
        var report = await RunAsync(AllOfThem[2] + "\nreturn Allow();", $$"""- {name: a, with: {attestation: {token: {key: {{key}}, claims: {iss: "{{issuer}}"} } } }, expect: {outcome: denied, codes: [{{code}}]} }""");

        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    [Test]
    public async Task Athenz_register_token_without_expiry_is_verified_with_the_keys_of_zts()
    {
        var source = """
            var token = Athenz.Verify(Input.IdentityToken, issuer: "sys.auth.zts", audience: "sys.auth.zts", requireExpiry: false);
            if (token.Pending) return Wait(token, "zts-keys-pending");
            if (token.Finding is { } bad) return Deny(bad);
            return token.Check.IssuedAt > Now.AddMinutes(-30) ? Allow() : Deny("token-old");
            """;
        var attestation = "attestation: {json: null, token: {key: zts, claims: {iss: sys.auth.zts, aud: sys.auth.zts, exp: null, iat: now-10m, nbf: null}}}";

        var report = await RunAsync(source, $$"""
            - {name: good, with: { {{attestation}} }, expect: {outcome: allowed} }
            - {name: old, with: { {{attestation.Replace("now-10m", "now-31m", StringComparison.Ordinal)}} }, expect: {codes: [token-old]} }
            - {name: no keys, facts: {athenz/keys: null}, with: { {{attestation}} }, expect: {outcome: undecided, codes: [zts-keys-pending]} }
            - {name: forged, facts: {athenz/keys: [other]}, with: { {{attestation}} }, expect: {codes: [token-key-unknown]} }
            """);

        Assert.That(report.Diagnostics, Is.Empty);
        Assert.That(report.Results.SelectMany(static r => r.Differences), Is.Empty);
    }

    [Test]
    public async Task Credentials_are_not_readable_by_a_script()
    {
        var source = """
            if (Input.Attestation["secret"].Text != "[secret]" || Input.Attestation["token"].Text != "[secret]") return Deny("readable");
            if (Input.AttestationData.Contains("very-secret")) return Deny("readable-text");
            if (Input.Attestation["taskid"].Text != "t-1" || Aws.Attestation.TaskId != "t-1" || !Aws.Attestation.HasCredentials || Aws.Attestation.HasDocument) return Deny("lost");
            return Allow();
            """;

        var report = await RunAsync(source, "- {name: a, expect: {outcome: allowed}}");

        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    [TestCase("arn:aws:sts::123456789012:assumed-role/media.sports.api")]
    [TestCase("arn:aws:sts::123456789012:assumed-role/path/media.sports.api/i-1")]
    [TestCase("arn:aws:sts::123456789012:assumed-role//i-1")]
    [TestCase("arn:aws:sts::12345678901:assumed-role/media.sports.api/i-1")]
    [TestCase("arn:aws:iam::123456789012:user/media.sports.api")]
    [TestCase("arn:aws-evil:sts::123456789012:assumed-role/media.sports.api/i-1")]
    [TestCase("xarn:aws:sts::123456789012:assumed-role/media.sports.api/i-1")]
    public async Task Caller_identity_of_another_form_is_a_problem(string arn)
    {
        var report = await RunAsync(AllOfThem[0] + "\nreturn Allow();", $$"""- {name: a, facts: {aws/caller-identity: {ASIAEXAMPLEEXAMPLE00: {arn: "{{arn}}"} } }, expect: {codes: [caller-refused]} }""");

        Assert.That(report.Results.Single().Differences, Is.Empty);
    }

    [TestCase("facts: {aws/caller: {}}", "there are no facts `aws/caller`")]
    [TestCase("facts: {dns: {a.example.com: [10.0.0.01]}}", "a list of IP addresses")]
    [TestCase("facts: {oidc/keys: {i: [nobody]}}", "is not one of `keys`")]
    [TestCase("facts: {athenz/access: {a: true}}", "must be a list")]
    [TestCase("facts: {athenz/membership: {a: true}}", "must be a list")]
    [TestCase("facts: {athenz/membership: [{principal: a, action: b, resource: c}]}", "needs the texts `principal`, `domain` and `role`")]
    public async Task Facts_that_are_none_are_reported(string facts, string message)
    {
        var report = await RunAsync("return Allow();", $$"""- {name: a, {{facts}}, expect: {outcome: allowed} }""");

        Assert.That(report.Diagnostics.Select(static d => d.Message), Has.Some.Contains(message));
    }

    private const string Declares = "// ---\n// settings:\n//   awsRegion: {type: text}\n//   audience: {type: text}\n// ---\n";

    private static async Task<PolicyTestReport> RunAsync(string source, string cases)
    {
        using var activator = new PolicyActivator(static (name, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(name, text, cancellation)), static _ => null);
        var result = await activator.ActivateAsync("test", Declares + source, null, default);
        Assert.That(result.Policy, Is.Not.Null, string.Join('\n', result.Diagnostics));
        var report = PolicyTestRunner.Run(World + cases, "tests.yaml", PolicySet.Empty.With(result.Policy!));
        foreach (var got in report.Results.Select(static r => r.Got).Where(static d => d.Outcome == DecisionOutcome.Denied)) Assert.That(string.Concat(got.Policies), Does.Not.Contain("very-secret"));
        return report;
    }
}
