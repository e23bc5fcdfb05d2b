using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.Engine.Tests.Sandbox;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>The classic mistakes are reported, at their place; honest policies are left alone.</summary>
internal sealed class PolicyWarningsTests
{
    /// <summary>Looks at everything that a grant has to look at.</summary>
    private const string Looked = "if (Input.Domain == \"\" || Input.InstanceId == \"\" || Input.SanDns.Count == 0) return Deny(\"x\");\n";

    /// <summary>Makes the policy one that proves an identity.</summary>
    private const string Proves = "if (!Tokens.Verify(Input.IdentityToken, \"b\", \"c\", \"d\").Valid) return Deny(\"x\"); ";

    [TestCase("if (Input.Service != Input.Service) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!(Input.Domain == (Input.Domain))) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!string.Equals(Input.Domain, Input.Domain, StringComparison.Ordinal)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!Input.SanIps.IsSubsetOf(Input.SanIps)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!Input.Service.Equals(Input.Service)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!String.Equals(Input.Service, Input.Service)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (string.CompareOrdinal(Input.Service, Input.Service) != 0) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!Input.SanDns.SequenceEqual(Input.SanDns)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (!Input.SanDns.All(d => d == d)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("bool Same(string a) => a == a; return Same(Input.Service) ? Allow() : Deny(\"y\");", "ARG1001")]
    [TestCase("if (!Input.Service.StartsWith(Input.Service, StringComparison.Ordinal)) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("if (Pods.Find(\"a\", \"b\") is { } p && p.Uid == p.Uid) return Allow(); return Deny(\"y\");", "ARG1001")]
    [TestCase("if (!(Settings.Text(\"a\") == Settings.Text(\"a\"))) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("var a = 1; if (a < a) return Deny(\"y\"); return Allow();", "ARG1001")]
    [TestCase("var t = Tokens.Verify(\"a\", \"b\", \"c\", \"d\"); return t.Subject == \"x\" ? Allow() : Deny(\"y\");", "ARG1003")]
    [TestCase("Tokens.Verify(\"a\", \"b\", \"c\", \"d\"); return Allow();", "ARG1003")]
    [TestCase("_ = Tokens.Verify(\"a\", \"b\", \"c\", \"d\"); return Allow();", "ARG1003")]
    [TestCase("return Tokens.Verify(\"a\", \"b\", \"c\", \"d\").Subject == \"x\" ? Allow() : Deny(\"y\");", "ARG1003")]
    [TestCase("if (Athenz.Access(\"a.b\", \"shun\", \"c:d\").Granted) return Deny(\"y\"); return Allow();", "ARG1006")]
    [TestCase("var a = Athenz.Access(\"a.b\", \"launch\", \"c:d\"); if (!a.Granted) return Deny(\"y\", a.Problem); return Allow();", "ARG1006")]
    [TestCase("var a = Athenz.Access(\"a.b\", \"launch\", \"c:d\"); if (!a.Known) return Deny(\"y\"); return Allow();", "ARG1006")]
    [TestCase("if (Dns.Resolve(\"a.b\").Ips.Count > 0) return Deny(\"y\"); return Allow();", "ARG1006")]
    [TestCase("if (Aws.OidcProviders(\"1\").Contains(\"a\")) return Deny(\"y\"); return Allow();", "ARG1006")]
    [TestCase("var t = Oidc.Verify(\"a\", new[] { \"b\" }, \"c\"); if (t.Finding is { } bad) return Deny(bad); return Allow();", "ARG1006")]
    [TestCase("var t = Athenz.Verify(\"a\", \"b\", \"c\"); return t.Valid ? Allow() : Deny(\"y\");", "ARG1006")]
    [TestCase("_ = Aws.CallerIdentity(); return Allow();", "ARG1006")]
    [TestCase("Callers.Check(); return Allow();", "ARG1006")]
    [TestCase("if (Callers.Check().Finding is { } bad) return Deny(bad); return Allow();", "ARG1006")]
    [TestCase("var c = Callers.Check(); if (c.Finding is { } bad) return Deny(bad); return Allow();", "ARG1006")]
    public void Compile_mistake_is_a_warning(string source, string code)
    {
        var result = Harness.Compile(Looked + source);

        Assert.That(result.Policy, Is.Not.Null, string.Join('\n', result.Diagnostics));
        // What a case reads of the settings without declaring it is another test's.
        var found = result.Diagnostics.Where(d => d.Code != "ARG1007" || code == "ARG1007").Select(static d => (d.Code, d.Severity, d.Location!.Row));
        Assert.That(found, Is.EqualTo(new[] { (code, "warning", 2) }));
    }

    [TestCase("return Allow();\nreturn Deny(\"y\");")]
    [TestCase("if (Input.IsRefresh) return Allow(); else return Deny(\"z\");\nreturn Deny(\"y\");")]
    [TestCase("{ if (Input.IsRefresh) { return Allow(); } else { return Deny(\"z\"); } }\nreturn Deny(\"y\");")]
    [TestCase("switch (Input.Service) { case \"a\": return Allow(); default: return Deny(\"z\"); }\nreturn Deny(\"y\");")]
    [TestCase("while (true) { if (Input.IsRefresh) return Allow(); }\nreturn Deny(\"y\");")]
    public void Compile_unreachable_return_is_a_warning(string source)
    {
        var result = Harness.Compile(Looked + source);

        Assert.That(result.Diagnostics.Select(static d => (d.Code, d.Severity, d.Location!.Row)), Does.Contain(("ARG1004", "warning", 3)));
    }

    [TestCase("return Allow();", "the domain and the instance id and the names")]
    [TestCase(Proves + "return Input.IsRefresh ? Allow() : Input.Domain == \"a\" && Input.InstanceId == \"b\" && Input.SanDns.Count == 0 ? Allow() : Deny(\"x\");", "the domain and the instance id and the names")]
    [TestCase(Proves + "return Input.IsRefresh switch { true => Allow(), false when Input.Domain == \"a\" && Input.InstanceId == \"b\" && Input.SanDns.Count == 0 => Allow(), _ => Deny(\"x\") };", "the domain and the instance id and the names")]
    [TestCase(Proves + "var first = Input.Domain == \"\"; var outcome = Input.IsRefresh ? Allow() : Deny(\"x\"); if (Input.InstanceId == \"\" || Input.SanDns.Count == 0) return Deny(\"x\"); return outcome;", "looked at the instance id and the names")]
    [TestCase(Proves + "foreach (var d in Input.SanDns) { if (d == \"a\") return Allow(); if (Input.Domain == \"\" || Input.InstanceId == \"\") return Deny(\"x\"); } return Deny(\"x\");", "looked at the domain and the instance id;")]
    [TestCase(Proves + "if (Input.Domain != \"a\") return Deny(\"x\"); return Allow();", "the instance id and the names")]
    [TestCase(Proves + "if (Input.InstanceId != \"a\" || Input.Identity != \"b\") return Deny(\"x\"); return Allow();", "at the names")]
    [TestCase(Proves + "if (Input.IsRefresh) { if (Input.Domain != \"a\") return Deny(\"x\"); } if (Input.InstanceId == \"\" || Input.SanIps.Count > 0) return Deny(\"x\"); return Allow();", "at the domain;")]
    [TestCase(Proves + "if (Input.IsRefresh) return Allow();\nif (Input.Domain == \"\" || Input.InstanceId == \"\" || Input.SanDns.Count == 0) return Deny(\"x\"); return Allow();", "the domain and the instance id and the names")]
    [TestCase(Proves + "var domain = Input.Domain; void Never() { var x = Input.InstanceId; } return Input.SanDns.Count == 0 ? Allow() : Deny(\"x\");", "at the instance id;")]
    public void Compile_grant_without_a_look_is_a_warning(string source, string what)
    {
        var warning = Harness.Compile(source).Diagnostics.Single(static d => d.Code == "ARG1002");

        Assert.That((warning.Severity, warning.Location!.Row), Is.EqualTo(("warning", 1)));
        Assert.That(warning.Message, Does.Contain(what));
    }

    [TestCase(Looked + "return Allow();")]
    [TestCase("if (Names.CheckDomain(\"a\") is { } a) return Deny(a); if (Names.CheckInstanceId() is { } b) return Deny(b); if (Names.CheckDnsNames() is { } c) return Deny(c); return Allow();")]
    [TestCase("bool Fits() => Input.Domain == \"a\" && Input.InstanceId == \"b\"; foreach (var d in Input.SanDns) { if (d == \"\") return Deny(\"d\"); } return Fits() ? Allow() : Deny(\"x\");")]
    [TestCase("var names = Input.SanDns; if (Input.AttestationData == \"\") return Deny(\"x\"); switch (Input.Identity) { case \"a.b\" when Input.InstanceId == \"c\" && names.Count == 1: return Allow(); default: return Deny(\"x\"); }")]
    [TestCase("if (Input.Domain != \"a\") return Allow(); return Input.SanDns.Count > 3 ? Deny(\"x\") : Allow(certExpiryMinutes: 60);")]
    [TestCase("return Deny(\"no\");")]
    [TestCase("if (Input.AttestationData == \"\") return Deny(\"x\"); return (Input.Domain, Input.InstanceId, Input.SanIps.Count) switch { (\"a\", \"b\", 1) => Allow(), _ => Deny(\"x\") };")]
    [TestCase("if (Input.AttestationData == \"\") return Deny(\"x\"); var known = Input.Domain == \"a\" && Input.InstanceId == \"b\"; if (Input.SanIps.Count > 0) { if (known) { return Allow(); } } return Deny(\"x\");")]
    [TestCase("if (Input.AttestationData == \"\") return Deny(\"x\"); var outcome = Input.Domain == \"a\" && Input.InstanceId == \"b\" && Input.SanIps.Count > 0 ? Allow() : Deny(\"x\"); return outcome;")]
    [TestCase(Looked + "var a = Input.SanDns.FirstOrDefault(); var b = Input.SanDns.LastOrDefault(); return a == b ? Allow() : Deny(\"x\");")]
    [TestCase(Looked + "return Input.SanDns.All(a => Input.SanDns.Any(b => a == b && a.Length == b.Length)) ? Allow() : Deny(\"x\");")]
    [TestCase(Looked + "while (true) { if (Input.IsRefresh) break; return Deny(\"y\"); } return Allow();")]
    [TestCase(Looked + "var t = Tokens.Verify(\"a\", \"b\", \"c\", \"d\"); if (!t.Valid) return Deny(t.Code, t.Problem); return Allow();")]
    [TestCase(Looked + "var t = Tokens.Verify(\"a\", \"b\", \"c\", \"d\"); if (t.Finding is { } bad) return Deny(bad); return Allow();")]
    [TestCase(Looked + "if (Tokens.Verify(\"a\", \"b\", \"c\", \"d\") is not { Valid: true }) return Deny(\"y\"); return Allow();")]
    [TestCase(Looked + "var a = Athenz.Access(\"a.b\", \"launch\", \"c:d\"); if (a.Pending) return Wait(a, \"w\"); return a.Granted ? Allow() : Deny(\"y\");")]
    [TestCase(Looked + "var a = Athenz.Access(\"a.b\", \"launch\", \"c:d\"); if (!a.Known) return Wait(a, \"w\"); return a.Granted ? Allow() : Deny(\"y\");")]
    [TestCase(Looked + "if (Aws.OidcProviders(\"1\") is { Pending: true } p) return Wait(p, \"w\"); return Deny(\"y\");")]
    [TestCase(Looked + "foreach (var o in Input.Accounts) { var p = Aws.OidcProviders(o); if (p.Pending) return Wait(p, \"w\"); if (p.Contains(\"a\")) return Allow(); } return Deny(\"y\");")]
    [TestCase(Looked + "var t = Input.IsRefresh ? Oidc.Verify(\"a\", new[] { \"b\" }, \"c\") : null; if (t is null) return Deny(\"x\"); if (t.Pending) return Wait(t, \"w\"); return t.Valid ? Allow() : Deny(\"y\");")]
    [TestCase(Looked + "var c = Callers.Check(); if (c.WaitsFor is { } f) return Wait(f, c.Code); if (c.Finding is { } bad) return Deny(bad); return Allow();")]
    [TestCase(Looked + "if (Input.IsRefresh) { return Deny(\"y\"); } else { return Allow(); }")]
    public void Compile_honest_policy_has_no_warning(string source)
    {
        Assert.That(Harness.Compile(source).Diagnostics, Is.Empty);
    }

    [TestCaseSource(typeof(StockPolicies), nameof(StockPolicies.Names))]
    public void Compile_stock_and_cookbook_policies_have_no_warning(string policy)
    {
        Assert.That(Harness.Compile(StockPolicies.Read(policy, "policy.csx")).Diagnostics, Is.Empty);
    }
}
