using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>What tests may take before a policy is put into force: processor time, a number of cases, keys and bytes.</summary>
internal sealed class PolicyTestBudgetTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ManualTime _processor = new();

    [Test]
    public void Check_that_uses_up_its_processor_time_refuses_and_says_where()
    {
        var runs = 0;
        var problems = Check(Tests(5), () =>
        {
            runs++;
            _processor.Advance(TimeSpan.FromSeconds(6));
        });

        Assert.That((problems.Single().Code, problems.Single().Location!.File, problems.Single().Location!.Row), Is.EqualTo((TestDiagnostics.Code, "a/b.tests.yaml", 6)));
        Assert.That(problems.Single().Message, Does.Contain("10 s of processor time"));
        Assert.That(runs, Is.EqualTo(2));
    }

    [TestCase("attestation: { token: { key: {a: 1} } }")]
    [TestCase("attestation: { token: { key: [k] } }")]
    [TestCase("attestation: { token: [] }")]
    [TestCase("attestation: { token: { key: k, header: 1 } }")]
    [TestCase("attestation: { token: { key: k, claims: [1] } }")]
    [TestCase("attestation: { token: { key: k, claims: { exp: {a: 1} } }, wrapped: {} }")]
    [TestCase("attestation: { document: { certificate: {a: 1} } }")]
    [TestCase("attestation: { document: { certificate: [k], content: 1 } }")]
    [TestCase("attestation: { json: [] }")]
    [TestCase("attributes: []")]
    [TestCase("provider: []")]
    public void Check_with_a_value_of_another_type_refuses_with_its_place(string wrong)
    {
        var problems = Check($"now: 2026-03-01T12:00:00Z\nkeys: {{ k: {{type: ec}} }}\nbase: {{provider: p, domain: d, service: s}}\ncases:\n- name: one\n  with: {{ {wrong} }}\n", static () => { });

        Assert.That(problems.Select(static p => p.Code), Is.Not.Empty.And.All.EqualTo(TestDiagnostics.Code), wrong);
        Assert.That(problems[0].Location!.Row, Is.GreaterThanOrEqualTo(5));
    }

    [Test]
    public void Check_of_a_file_beyond_its_limits_refuses()
    {
        var cases = Check(Tests(PolicyTestFileReader.MaximumCases + 1), static () => throw new InvalidOperationException("must not run"));
        var keys = Check(Tests(1) + "keys: {" + string.Join(", ", Enumerable.Range(0, 9).Select(static i => $"k{i}: {{}}")) + "}\n", static () => { });
        var bytes = Check(Tests(1) + new string('#', PolicyTestFileReader.MaximumBytes), static () => { });

        Assert.That(cases.Single().Message, Does.Contain("at most 500"));
        Assert.That(keys.Single().Message, Does.Contain("more than 8"));
        Assert.That(bytes.Single().Message, Does.Contain("larger than 262144 bytes"));
    }

    [Test]
    public void Keys_come_from_a_pool()
    {
        var file = new PolicyTestFile([], ImmutableDictionary<string, TestKeySpec>.Empty.Add("k", new TestKeySpec("k", false, true)), [])
        {
            Certificates = ImmutableDictionary<string, TestCertificateSpec>.Empty.Add("c", new TestCertificateSpec("c", true, "default", true)),
        };
        var made = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            using var keys = new TestKeys(file);
            made.Add(keys.Jwks().ToJsonString());
        }

        Assert.That(made, Has.Count.LessThan(20));
    }

    private static string Tests(int cases)
    {
        var text = new StringBuilder("now: 2026-03-01T12:00:00Z\nbase: {provider: p, domain: d, service: s, attestation: x, attributes: {instanceId: i}}\ncases:\n");
        for (var i = 0; i < cases; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {{name: c{i}, expect: {{outcome: allowed}}}}\n");
        return text.ToString();
    }

    private ImmutableArray<Diagnostic> Check(string tests, Action evaluate) => PolicyTestVerdict.Of(Policy(evaluate), tests, "a/b.tests.yaml", new TestBudget(Limit, _processor));

    private static ActivePolicy Policy(Action evaluate) => new("a/b.csx", "source", "hash", new FrontMatter(), context =>
    {
        evaluate();
        return context.Allow();
    }, null);
}
