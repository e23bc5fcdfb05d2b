using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sources;

public sealed class DirectorySourceTests
{
    private string _folder = "";
    private DirectorySource _source = null!;

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("argos-mgmt-").FullName;
        _source = new DirectorySource(new SourceOptions { Kind = "directory", Directory = _folder }, new RegularFiles(), TimeProvider.System, NullLogger<DirectorySource>.Instance);
    }

    [TearDown]
    public void Remove()
    {
        _source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Manifests_of_any_form_are_read()
    {
        Write("all.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: p, namespace: n, labels: {argos.athenz.io/policy: csharp}}
            data: {a.csx: x}
            ---
            apiVersion: v1
            kind: List
            items:
            - {kind: ConfigMap, metadata: {name: d, labels: {argos.athenz.io/data: json}}, data: {k: "1"}}
            - {kind: Pod, metadata: {name: a, namespace: ns}, status: {podIP: 10.0.0.1}}
            - {kind: Service, metadata: {name: s}}
            """);
        Write("sub/pod.json", """{"kind":"Pod","metadata":{"name":"b"},"status":{"phase":"Running"}}""");
        Write("jwks.json", """{"keys":[{"kid":"1"}]}""");
        Write("kustomization.yaml", "resources: []");

        await _source.LookAsync(CancellationToken.None);

        Assert.That(_source.View.Policies[0].Items().Single().IdOf("a.csx"), Is.EqualTo("n/p/a.csx"));
        Assert.That(_source.View.Data[0].Items().Single().Name.ToString(), Is.EqualTo("default/d"));
        Assert.That(Pods(), Is.EqualTo(new[] { "default/b", "ns/a" }));
        Assert.That(_source.View.Keys.Json, Is.EqualTo("""{"keys":[{"kid":"1"}]}"""u8.ToArray()));
        Assert.That(_source.View.Ready.IsCompleted);
    }

    [Test]
    public async Task Scripts_are_policies_named_by_their_path()
    {
        Write("root.csx", "r");
        Write("team/a/policy.csx", "p");
        Write("team/a/tests.yaml", "cases: []");

        await _source.LookAsync(CancellationToken.None);

        var ids = _source.View.Policies[0].Items().SelectMany(static map => map.Data.Keys.Select(map.IdOf));
        Assert.That(ids, Is.EquivalentTo(new[] { "root.csx", "team/a/policy.csx", "team/a/policy.tests.yaml" }));
    }

    [Test]
    public async Task Tests_beside_a_policy_are_its_tests()
    {
        Write("a/policy.csx", "p");
        Write("a/tests.yaml", "t");
        Write("a/mutants.yaml", "- from: x");
        Write("b/policy.csx", "p");
        Write("b/tests.yaml", "t");
        Write("b/policy.tests.yaml", "exact");
        Write("c/tests.yaml", "nobody's");

        await _source.LookAsync(CancellationToken.None);

        var problems = ImmutableArray.CreateBuilder<DesiredProblem>();
        var policies = PolicyKeys.Read(_source.View.Policies[0].Items(), problems);
        Assert.That(policies.Select(static p => $"{p.Key} {Encoding.UTF8.GetString(p.Value.Content!)}"), Is.EqualTo(new[] { """a/policy.csx {"source":"p","tests":"t"}""", """b/policy.csx {"source":"p","tests":"exact"}""" }));
        Assert.That(problems, Is.Empty);
    }

    [TestCase("kind: Pod\nmetadata: {name: [\n")]
    [TestCase("just: text")]
    public async Task Broken_file_keeps_its_policies_and_data_but_no_pods_and_blocks_nothing(string broken)
    {
        Write("a.yaml", """
            {kind: Pod, metadata: {name: a, namespace: ns}}
            ---
            {kind: ConfigMap, metadata: {name: p, namespace: n, labels: {argos.athenz.io/policy: csharp}}, data: {a.csx: x}}
            """);
        await _source.LookAsync(CancellationToken.None);

        Write("a.yaml", broken);
        Write("b.yaml", "{kind: Pod, metadata: {name: b, namespace: ns}}");
        await _source.LookAsync(CancellationToken.None);

        Assert.That(Pods(), Is.EqualTo(new[] { "ns/b" }));
        Assert.That(_source.View.Policies[0].Items(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Removed_file_takes_its_objects_along()
    {
        Write("a.yaml", "{kind: Pod, metadata: {name: a, namespace: ns}}");
        Write("p.csx", "x");
        await _source.LookAsync(CancellationToken.None);

        File.Delete(Path.Combine(_folder, "a.yaml"));
        File.Delete(Path.Combine(_folder, "p.csx"));
        await _source.LookAsync(CancellationToken.None);

        Assert.That(Pods(), Is.Empty);
        Assert.That(_source.View.Policies[0].Items(), Is.Empty);
    }

    [Test]
    public async Task Key_set_without_keys_leaves_the_last_one()
    {
        Write("jwks.json", """{"keys":[{"kid":"1"}]}""");
        await _source.LookAsync(CancellationToken.None);

        Write("jwks.json", """{"keys":[]}""");
        await _source.LookAsync(CancellationToken.None);

        Assert.That(_source.View.Keys.Json, Is.Not.Null);
    }

    [Test]
    public async Task Second_look_at_the_same_files_changes_nothing()
    {
        Write("a.yaml", "{kind: Pod, metadata: {name: a, namespace: ns}}");
        await _source.LookAsync(CancellationToken.None);
        _source.View.Pods[0].TakeChanges();

        await _source.LookAsync(CancellationToken.None);

        Assert.That(_source.View.Pods[0].TakeChanges().Items, Is.Empty);
    }

    [Test]
    public async Task Changed_file_is_noticed()
    {
        await _source.StartAsync(CancellationToken.None);
        await _source.View.Ready;

        Write("new/a.yaml", "{kind: Pod, metadata: {name: a, namespace: ns}}");

        await Eventually.HoldsAsync(() => Pods().Length == 1, "the pod", TimeSpan.FromSeconds(15), CancellationToken.None);
        await _source.StopAsync(CancellationToken.None);
    }

    private string[] Pods() => [.. _source.View.Pods[0].Items().Select(static pod => pod.Name.ToString()).Order(StringComparer.Ordinal)];

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
