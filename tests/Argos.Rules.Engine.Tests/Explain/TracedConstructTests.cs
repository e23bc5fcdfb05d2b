using Argos.Rules.Engine.Tests.Sandbox;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>Each construct of the language, with what its trace has.</summary>
internal sealed class TracedConstructTests
{
    [TestCase("if (Input.Service == \"web\") return Deny(\"a\"); return Allow();", "if false \"api\" == \"web\"|return allow")]
    [TestCase("if (Input.Service != \"web\") return Deny(\"a\"); return Allow();", "if true \"api\" != \"web\"|return deny a")]
    [TestCase("if (Input.SanIps.Count > 0) return Deny(\"a\", \"b\"); return Allow();", "if true 1 > 0|return deny a: b")]
    [TestCase("if (Input.Service is \"api\" or \"web\") return Deny(\"a\"); return Allow();", "if true \"api\" is \"api\" or \"web\"|return deny a")]
    [TestCase("if (Settings.Text(\"none\") is null) return Deny(\"a\"); return Allow();", "if true null is null|return deny a")]
    [TestCase("if (Settings.Number(\"limit\") is { } limit && limit > 9) return Deny(\"a\"); return Allow();", "operand true 5 is { } limit|operand false 5 > 9|if false|return allow")]
    [TestCase("if (!(Settings.Text(\"issuer\") is { } issuer)) return Deny(\"a\"); if (issuer.Length > 3) return Deny(\"b\"); return Allow();", "if false !(\"https://issuer\" is { } issuer)|if true 14 > 3|return deny b")]
    [TestCase("if (Input.IsRefresh || Input.Domain == \"media.sports\") return Deny(\"a\"); return Allow();", "operand false|operand true \"media.sports\" == \"media.sports\"|if true|return deny a")]
    [TestCase("if (Input.Service == \"a\" && Input.Domain == \"b\" || !Input.IsRefresh && true) return Deny(\"a\"); return Allow();", "operand false \"api\" == \"a\"|operand false|operand true|operand true|if true|return deny a")]
    [TestCase("if (!Input.SanIps.IsSubsetOf(IpSet.Empty)) return Deny(\"a\"); return Allow();", "if true ![10.1.2.3].IsSubsetOf([])|return deny a")]
    [TestCase("if (string.IsNullOrEmpty(Input.Hostname)) return Deny(\"a\"); return Allow();", "if true string.IsNullOrEmpty(\"\")|return deny a")]
    [TestCase("var n = Input.Service == \"api\" ? 1 : 2; if (n > 1) return Deny(\"a\"); return Allow();", "choice true \"api\" == \"api\"|if false 1 > 1|return allow")]
    [TestCase("var i = 0; while (i < 2) i++; return Allow();", "loop true 0 < 2|loop true 1 < 2|loop false 2 < 2|return allow")]
    [TestCase("var i = 0; do { i++; } while (i < 2); return Allow();", "loop true 1 < 2|loop false 2 < 2|return allow")]
    [TestCase("for (var i = 0; i < 1; i++) { } return Allow();", "loop true 0 < 1|loop false 1 < 1|return allow")]
    [TestCase("foreach (var name in Input.SanDns) if (name.StartsWith('u')) return Deny(\"a\"); return Allow();", "if false \"api.media-sports.athenz.example.com\".StartsWith('u')|if true \"uid-1.instanceid.athenz.example.com\".StartsWith('u')|return deny a")]
    [TestCase("if (Input.IsRefresh) return Deny(\"a\"); else if (Input.Service == \"api\") return Deny(\"b\"); else return Allow();", "if false|if true \"api\" == \"api\"|return deny b")]
    [TestCase("switch (Input.Service) { case \"web\": return Deny(\"a\"); case \"api\" when !Input.IsRefresh: return Deny(\"b\"); default: return Allow(); }", "when true|arm|return deny b")]
    [TestCase("return Input.Service switch { \"web\" => Deny(\"a\"), var s when s.Length > 2 => Deny(\"b\"), _ => Allow() };", "when true 3 > 2|arm deny b|return deny b")]
    [TestCase("bool Fits(string s) { if (s == \"api\") return true; return s.Length > 9; } if (Fits(Input.Service)) return Deny(\"a\"); return Allow();", "if true \"api\" == \"api\"|return|if true Fits(\"api\")|return deny a")]
    [TestCase("if (Input.SanDns.Any(d => d != \"x\" && d.Length < 36)) return Deny(\"a\"); return Allow();", "operand true \"api.media-sports.athenz.example.com\" != \"x\"|operand true 35 < 36|if true [\"api.media-sports.athenz.example.com\", \"uid-1.instanceid.athenz.example.com\"].Any(d => d != \"x\" && d.Length < 36)|return deny a")]
    [TestCase("if (Now > Now.AddDays(1)) return Deny(\"a\"); return Allow();", "if false 2026-01-02T03:04:05Z > 2026-01-03T03:04:05Z|return allow")]
    [TestCase("if (Input.Operation == InstanceOperation.Refresh) return Deny(\"a\"); return Allow();", "if false register == InstanceOperation.Refresh|return allow")]
    [TestCase("if (int.TryParse(Input.Service, out var n) && n > 1) return Deny(\"a\"); return Allow();", "operand false int.TryParse(\"api\", out var n)|if false|return allow")]
    [TestCase("if ((Settings[\"limit\"].Number is { } a) == true) return Deny(\"a\"); return Allow();", "if true|return deny a")]
    [TestCase("var t = $\"{(Input.IsRefresh ? \"r\" : \"n\")}\"; if (t == \"n\") return Deny(\"a\"); return Allow();", "choice false|if true \"n\" == \"n\"|return deny a")]
    [TestCase("return Wait(Pods.Key(\"a\", \"b\"), \"pod-unknown\");", "return wait pod-unknown for kubernetes/pods/a/b")]
    [TestCase("var x = Pods.Find(\"a\", \"b\")?.Labels.ContainsKey(\"c\") == true; if (x) return Deny(\"a\"); return Allow();", "if false|return allow")]
    public void Trace_of_a_construct(string source, string expected) =>
        Assert.That(Traced.Lines(Traced.Full(source)), Is.EqualTo(expected.Split('|')));

    [Test]
    public void Trace_has_the_calls_of_the_language_with_their_results()
    {
        var trace = Traced.Full("""
            if (!Settings.Exists) return Deny("a");
            var issuer = Settings.Text("issuer");
            var limit = Settings["limit"].Number;
            var teams = Data["teams"];
            var token = Tokens.Verify(Input.IdentityToken, keys: "k", issuer: issuer, audience: null);
            var pod = Pods.Find(token.Namespace, "api-0");
            var nobody = Pods.Find("x", "y");
            if (Names.CheckUris() is { } bad) return Deny(bad);
            if (Names.CheckDomain(token.Namespace) is { } other) return Deny(other);
            return Allow();
            """);

        Assert.That(trace.Calls.Select(static c => $"{c.Row}:{c.Col} {c.Text} = {c.Result}"), Is.EqualTo(new[]
        {
            "2:14 Settings.Text(\"issuer\") = \"https://issuer\"",
            "3:13 Settings[\"limit\"] = 5",
            "4:13 Data[\"teams\"] = {1 member}",
            "5:13 Tokens.Verify(Input.IdentityToken, keys: \"k\", issuer: issuer, audience: null) = valid, subject \"system:serviceaccount:media-sports:api\", key null, expires null",
            "6:11 Pods.Find(token.Namespace, \"api-0\") = pod media-sports/api-0 (uid uid-1, Running)",
            "7:14 Pods.Find(\"x\", \"y\") = null",
            "8:5 Names.CheckUris() = null",
            "9:5 Names.CheckDomain(token.Namespace) = domain-unmapped: namespace `media-sports` has no domain by setting `domainMapping`",
        }));
    }

    [Test]
    public void Places_are_those_of_the_text_also_over_several_lines_and_behind_a_byte_order_mark()
    {
        var trace = Traced.Full("\uFEFF// a comment\r\nif (Input.IsRefresh\r\n    || Input.Service\r\n        == \"api\")\r\n{\r\n    return Deny(\"a\");\r\n}\r\nreturn Allow();");

        Assert.That(trace.Conditions.Select(static c => $"{c.Kind} {c.Row}:{c.Col}-{c.EndRow}:{c.EndCol} {c.Text}"), Is.EqualTo(new[]
        {
            "operand 2:5-2:20 Input.IsRefresh",
            "operand 3:8-4:17 Input.Service == \"api\"",
            "if 2:5-4:17 Input.IsRefresh || Input.Service == \"api\"",
            "return 6:5-6:22 return Deny(\"a\");",
        }));
        Assert.That(trace.Conditions.Select(static c => c.Order), Is.Ordered);
    }

    [Test]
    public void Trace_of_a_policy_that_fails_ends_where_it_failed()
    {
        var (result, trace) = Traced.Run("if (Input.IsRefresh) return Allow();\nvar n = int.Parse(Input.Service);\nreturn Deny(\"a\");", "fails", Harness.Context());

        Assert.That(result.Outcome, Is.EqualTo("failed"));
        Assert.That(result.Detail, Does.EndWith("at line 2"));
        Assert.That(Traced.Lines(trace), Is.EqualTo(new[] { "if false" }));
    }

    [Test]
    public void Fails_shows_the_conditions_of_the_return_and_what_made_their_values()
    {
        var trace = Traced.Fails("""
            if (Settings.Text("audience") is null) return Deny("a");
            var token = Tokens.Verify(Input.IdentityToken, keys: "k", issuer: null, audience: null);
            var pod = Pods.Find(token.Namespace, "api-0");
            var strict = Settings.Flag("strict", false);
            var odd = Settings.Number("limit") > 100;
            var bad = strict && pod.Uid == "uid-1";
            if (odd) return Deny("b");
            if (bad) return Deny("c");
            return Allow();
            """);

        Assert.That(trace.Calls.Select(static c => c.Row), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(trace.Conditions.Select(static c => $"{c.Row} {c.Kind}"), Is.EqualTo(new[] { "6 operand", "6 operand", "8 if", "8 return" }));
    }

    [Test]
    public void Fails_of_a_policy_that_allows_is_empty() =>
        Assert.That(Traced.Fails("if (Input.IsRefresh) return Deny(\"a\"); return Allow();").Conditions, Is.Empty);
}
