using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Explain;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>What a trace must not show, and what hostile values do to it.</summary>
internal sealed class TraceSecretTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzc3VlciIsInN1YiI6ImEifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbi1pdHNlbGY";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [TestCase("if (Input.IdentityToken == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.AttestationData == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (\"prefix \" + Input.IdentityToken == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if ($\"{Input.Attestation[\"identityToken\"].Text} suffix\" == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.Attestation[\"secret\"].Text == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.IdentityToken.Split('.', StringSplitOptions.None)[2] == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.IdentityToken.Substring(30) == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (\"some words first: \" + Input.IdentityToken.Substring(40) == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.IdentityToken is \"a\" or \"b\") return Deny(\"a\"); return Allow();")]
    [TestCase("if (Input.IdentityToken.StartsWith(Input.IdentityToken, StringComparison.Ordinal)) return Deny(\"a\"); return Allow();")]
    [TestCase("if (Pods.Key(\"a\", Input.IdentityToken) == \"x\") return Deny(\"a\"); return Allow();")]
    [TestCase("return Deny(\"a\", Input.IdentityToken);")]
    [TestCase("return Deny(new Finding(\"a\", $\"the token is {Input.IdentityToken}\"));")]
    [TestCase("return Wait(Pods.Key(\"a\", Input.AttestationData), \"pod-unknown\");")]
    [TestCase("return Allow(certSubjectOu: Input.IdentityToken);")]
    public void Trace_never_shows_a_secret(string source)
    {
        var (_, trace) = Traced.Run(source, "full", Context());

        var json = JsonSerializer.Serialize(trace) + TraceText.Render(trace);
        Assert.That(trace.Conditions.Select(static c => c.Compared).OfType<string>(), Has.Some.Contains("[secret]"));
        for (var at = 0; at + 24 <= Token.Length; at++) Assert.That(json, Does.Not.Contain(Token.Substring(at, 24)));
        Assert.That(json, Does.Not.Contain(Secret).And.Not.Contain(JsonSerializer.Serialize(Secret).Trim('"')));
    }

    [Test]
    public void Trace_shows_what_is_no_secret_beside_one() =>
        Assert.That(Traced.Lines(Traced.Run("if (Input.Service == Input.IdentityToken) return Deny(\"a\"); return Allow();", "full", Context()).Trace)[0], Is.EqualTo("if false \"api\" == [secret]"));

    [Test]
    public void Huge_texts_are_cut_and_what_looks_like_something_else_is_escaped()
    {
        var trace = Traced.Full("""
            var huge = "x".PadLeft(1000000, 'y');
            if (huge == "a") return Deny("a");
            if (Input.Service + "\u001b[31m\n\u202e\"" == "a") return Deny("a");
            return Deny("big", huge);
            """);

        Assert.That(trace.Conditions[0].Compared, Has.Length.LessThan(160).And.Contain("... (1000000 characters)"));
        Assert.That(trace.Conditions[1].Compared, Is.EqualTo("\"api\\u001b[31m\\u000a\\u202e\\\"\" == \"a\""));
        Assert.That(trace.Conditions[2].Compared, Has.Length.LessThan(800));
    }

    [Test]
    public void Finding_of_a_token_for_somebody_else_is_shown_whole()
    {
        var issuer = "https://oidc.eks.us-west-2.amazonaws.com/id/" + new string('A', 32);
        var context = new PolicyContext(Context().Input, new PolicySettings(DataValue.Missing), new Nothing(), new Refusing(issuer), DateTimeOffset.UnixEpoch);

        const string Source = "var t = Tokens.Verify(Input.IdentityToken, \"k\", \"https://expected\", \"a\"); return t.Finding is { } f ? Deny(f) : Allow();";
        var (result, trace) = Traced.Run(Source, "full", context);

        Assert.That(result.Detail, Does.Contain(issuer).And.Contain("https://expected"));
        Assert.That(JsonSerializer.Serialize(trace), Does.Contain(issuer).And.Contain("https://expected"));
    }

    [Test]
    public void A_loop_cannot_fill_the_trace()
    {
        var trace = Traced.Full("""
            var huge = "x".PadLeft(100000, 'y');
            var n = 0;
            for (var i = 0; i < 50000; i++) { if (huge == "a") n++; }
            return Deny("a");
            """);

        Assert.That(trace.Conditions, Has.Length.EqualTo(1000));
        Assert.That(trace.Problem, Is.EqualTo("only the first 1000 conditions and calls are here"));
    }

    [Test]
    public void A_record_of_the_policy_is_not_printed_by_its_own_code()
    {
        var trace = Traced.Full("record R(string A); if (new R(\"a\") == new R(\"b\")) return Deny(\"a\"); return Allow();");

        Assert.That(Traced.Lines(trace), Is.EqualTo(new[] { "if false", "return allow" }));
    }

    [Test]
    public void Two_runs_on_one_thread_share_nothing()
    {
        const string Source = "if (Input.Service == \"x\") return Deny(\"a\"); return Allow();";

        var first = Traced.Full(Source);
        var second = Traced.Full(Source);

        Assert.That(second.Conditions, Is.EqualTo(first.Conditions));
    }

    private static PolicyContext Context()
    {
        var attestation = JsonSerializer.Serialize(new Dictionary<string, string> { ["identityToken"] = Token, ["secret"] = Secret });
        var confirmation = new InstanceConfirmation("k8s.cluster1", "media.sports", "api", attestation, ImmutableDictionary<string, string>.Empty);
        var input = PolicyInputReader.Read(confirmation, InstanceOperation.Register).Input!;
        var nothing = new Nothing();
        return new PolicyContext(input, new PolicySettings(DataValue.Missing), nothing, nothing, DateTimeOffset.UnixEpoch);
    }

    private sealed class Refusing(string issuer) : ITokenVerifier
    {
        public TokenCheck Verify(string? token, TokenExpectation expectation) =>
            TokenCheck.Failed("token-issuer", $"the token is of issuer `{issuer}`, expected is `{string.Join(", ", expectation.Issuers)}`");
    }

    private sealed class Nothing : IDataView, ITokenVerifier
    {
        public DataValue Read(string path) => DataValue.Missing;

        public Contracts.Kubernetes.Pod? FindPod(string podNamespace, string name) => null;

        public TokenCheck Verify(string? token, TokenExpectation expectation) => TokenCheck.Failed("token-malformed", "no token");
    }
}
