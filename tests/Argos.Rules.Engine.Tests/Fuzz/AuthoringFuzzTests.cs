using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>What authors write: front matter and files of tests are read, or refused with a place.</summary>
[Category("Long")]
internal sealed class AuthoringFuzzTests
{
    private static readonly string[] FrontMatters =
    [
        "// ---\n// title: A pod\n// providers: [\"k8s.*\", 'aws']   # a comment\n// mode: shadow\n// ---\nreturn Allow();",
        "// ---\n// providers:\n//   - k8s.*\n//   - aws\n// mode: enforce\n// ---\nreturn Allow();",
        "return Allow();",
    ];

    private static readonly string[] TestFiles =
    [
        "now: 2026-01-01T00:00:00Z\nbase: {provider: p.q, domain: d, service: s, attestationData: a}\n"
            + "cases:\n- name: a\n  with: {attributes: {instanceId: i}}\n  expect: {allow: true}\n",
        "now: 2026-01-01T00:00:00Z\nkeys: {k: {algorithm: ES256}}\nsettings:\n  p.q: {a: [1, 2]}\nbase:\n"
            + "  provider: p.q\n  domain: d\n  service: s\n  attestationData: {token: {key: k, claims: {iss: x}}}\n"
            + "cases:\n- {name: b, now: +1h, expect: {deny: [c]}}\n",
    ];

    private static readonly string[] Words =
    [
        "// ---\n", "// ", "providers: ", "mode: ", "*", "- ", "? ", ": ", "&a ", "*a", "!!str ", "<<: ", "|\n", ">-\n", "---\n", "...\n",
        "%YAML 1.2\n", "{a: {a: {a: ", "[[[[", "'''", "\t", "key: ", "cases: ", "base: ", "certificates: ", "{k: ",
        "now: ", "+1h", "0x10", ".inf", "~",
    ];

    [Test]
    public void Front_matter_is_read_or_refused_with_a_place() => FuzzRuns.Try("front-matter", FrontMatters, Words, static text =>
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        FrontMatterParser.Parse("p", text, diagnostics);

        Assert.That(diagnostics.Where(static d => d.Location is not { Row: > 0, Col: > 0 }), Is.Empty);
    });

    [Test]
    public void Tests_file_is_read_or_refused_with_a_place() => FuzzRuns.Try("tests-yaml", TestFiles, Words, static text =>
    {
        var diagnostics = new TestDiagnostics("p.tests.yaml");

        var read = PolicyTestFileReader.Read(text, diagnostics);

        var found = diagnostics.Sorted();
        Assert.That(found.Where(static d => d.Location is not { Row: > 0, Col: > 0 }), Is.Empty);
        if (read is null) Assert.That(found, Is.Not.Empty);
    });
}
