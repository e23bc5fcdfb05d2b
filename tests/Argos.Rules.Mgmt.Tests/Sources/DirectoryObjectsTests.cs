using System.Text;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.Mgmt.Tests.Fakes;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>Objects in files that are not as the API server would have them: each is named, and its neighbours are taken.</summary>
public sealed class DirectoryObjectsTests
{
    private const string Policy = "{kind: ConfigMap, metadata: {name: p, namespace: n, labels: {argos.athenz.io/policy: csharp}}, data: {a.csx: x}}";

    private readonly KeptLog<DirectorySource> _log = new();
    private string _folder = "";
    private DirectorySource _source = null!;

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("argos-mgmt-").FullName;
        _log.Lines.Clear();
        _source = new DirectorySource(new SourceOptions { Kind = "directory", Directory = _folder }, new RegularFiles(), TimeProvider.System, _log);
    }

    [TearDown]
    public void Remove()
    {
        _source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Lists_whose_items_have_no_kind_are_taken()
    {
        await LookAsync(
            ("pods.json", """{"kind":"PodList","items":[{"metadata":{"name":"a","namespace":"ns"}},{"metadata":{"name":"b","namespace":"ns"}}]}"""),
            ("maps.json", """{"kind":"ConfigMapList","items":[{"metadata":{"name":"d","labels":{"argos.athenz.io/data":"json"}},"data":{"k":"1"}}]}"""));

        Assert.That(Pods(), Is.EqualTo(new[] { "ns/a", "ns/b" }));
        Assert.That(_source.View.Data[0].Count, Is.EqualTo(1));
        Assert.That(_log.Lines, Is.Empty);
    }

    [Test]
    public async Task Item_of_a_plain_list_without_kind_is_named()
    {
        await LookAsync(("all.json", """{"kind":"List","items":[{"kind":"Pod","metadata":{"name":"a","namespace":"ns"}},{"metadata":{"name":"b"}}]}"""));

        Assert.That(Pods(), Is.EqualTo(new[] { "ns/a" }));
        Assert.That(_log.Lines, Has.Some.Contains("all.json: document 1, items[1]: it is not a manifest: `kind` is missing"));
    }

    [TestCase("metadata: {name: bad, namespace: ns, labels: {release: 2024}}", "Pod ns/bad: `metadata.labels.release` must be a text, and is a number: put it in quotes")]
    [TestCase("metadata: {name: 7, namespace: ns}", "Pod: `metadata.name` must be a text, and is a number")]
    [TestCase("metadata: {name: bad, namespace: 7}", "Pod bad: `metadata.namespace` must be a text, and is a number")]
    [TestCase("metadata: {name: bad, deletionTimestamp: yesterday}", "Pod default/bad: `metadata.deletionTimestamp` must be a time")]
    [TestCase("metadata: {name: bad}, spec: {hostNetwork: \"true\"}", "Pod default/bad: `spec.hostNetwork` must be true or false, and is a text")]
    [TestCase("metadata: {name: bad}, spec: [], ", "Pod default/bad: `spec` must be a mapping, and is a list")]
    public async Task Pod_with_a_field_of_another_type_is_named_and_harms_no_neighbour(string bad, string expected)
    {
        await LookAsync(("pods.yaml", $"kind: PodList\nitems:\n- {{metadata: {{name: good, namespace: ns}}}}\n- {{{bad}}}\n"), ("other.yaml", "{kind: Pod, metadata: {name: other, namespace: ns}}"));

        Assert.That(Pods(), Is.EqualTo(new[] { "ns/good", "ns/other" }));
        Assert.That(_log.Lines, Has.Exactly(1).Contains($"pods.yaml: document 1, items[1], {expected}"));
    }

    [Test]
    public async Task Pod_that_became_unusable_is_gone()
    {
        await LookAsync(("pod.yaml", "{kind: Pod, metadata: {name: a, namespace: ns}}"));
        await LookAsync(("pod.yaml", "{kind: Pod, metadata: {name: a, namespace: ns, labels: {a: true}}}"));

        Assert.That(Pods(), Is.Empty);
    }

    [TestCase("settings.yaml: {issuer: x}", "`data.settings.yaml` must be a text, and is a mapping: write `settings.yaml: |`")]
    [TestCase("settings.yaml: 5", "`data.settings.yaml` must be a text, and is a number: put it in quotes")]
    [TestCase("settings.yaml:", "`data.settings.yaml` must be a text, and is null")]
    public async Task Value_that_is_no_text_breaks_its_key_only(string bad, string expected)
    {
        await LookAsync(("map.yaml", $$"""
            kind: ConfigMap
            metadata: {name: d, namespace: n, labels: {argos.athenz.io/data: json} }
            data:
              good.yaml: "a: 1"
              {{bad}}
            """));

        var map = _source.View.Data[0].Items().Single();
        Assert.That(map.Data.Keys, Is.EqualTo(new[] { "good.yaml" }));
        Assert.That(map.Broken["settings.yaml"], Does.StartWith(expected));
        Assert.That(_log.Lines, Has.Exactly(1).Contains($"map.yaml: document 1, ConfigMap n/d, key `settings.yaml`: {expected}"));
    }

    [TestCase("{kind: ConfigMap, metadata: {name: 5}}")]
    [TestCase("{kind: ConfigMap, metadata: {name: p, namespace: n, labels: {argos.athenz.io/policy: csharp, release: 1}}}")]
    [TestCase("{kind: ConfigMap, metadata: {name: p, namespace: n}, data: [a]}")]
    [TestCase("{knd: ConfigMap, metadata: {name: p, namespace: n}}")]
    public async Task ConfigMap_that_became_unusable_keeps_those_of_its_file(string bad)
    {
        await LookAsync(("all.yaml", $"{Policy}\n---\n{{kind: Pod, metadata: {{name: a, namespace: ns}}}}"));
        await LookAsync(("all.yaml", $"{bad}\n---\n{{kind: Pod, metadata: {{name: b, namespace: ns}}}}"));

        Assert.That(_source.View.Policies[0].Items().Single().Data.Keys, Is.EqualTo(new[] { "a.csx" }));
        Assert.That(Pods(), Is.EqualTo(new[] { "ns/b" }));
        Assert.That(_log.Lines, Has.Exactly(1).Contains("all.yaml: its ConfigMaps stay as they were"));
    }

    [TestCase("kind: [")]
    [TestCase("{kind: ConfigMap, metadata: {name: 5}}")]
    public async Task File_that_was_never_read_leaves_the_set_incomplete_until_it_can_be(string bad)
    {
        await LookAsync(("all.yaml", bad), ("other.yaml", Policy));
        await LookAsync();

        Assert.That(_source.View.Unreadable, Is.EqualTo(new[] { "file `all.yaml` could not be read since mgmt started" }));
        Assert.That(_source.View.Policies[0].Count, Is.EqualTo(1), "its neighbours are there");

        await LookAsync(("all.yaml", "{kind: Pod, metadata: {name: a, namespace: ns}}"));
        Assert.That(_source.View.Unreadable, Is.Empty);

        await LookAsync(("all.yaml", bad));
        Assert.That(_source.View.Unreadable, Is.Empty, "what it said last is known");
    }

    [Test]
    public async Task File_that_was_never_read_and_is_gone_is_missed_no_more()
    {
        await LookAsync(("all.yaml", "kind: ["));
        File.Delete(Path.Combine(_folder, "all.yaml"));
        await LookAsync();

        Assert.That(_source.View.Unreadable, Is.Empty);
    }

    [Test]
    public async Task Object_in_two_files_is_told_with_both_and_which_wins_once()
    {
        await LookAsync(("b.yaml", "{kind: Pod, metadata: {name: x, namespace: ns, uid: second}}"), ("a.yaml", "{kind: Pod, metadata: {name: x, namespace: ns, uid: first}}"));
        await LookAsync();

        Assert.That(Encoding.UTF8.GetString(_source.View.Pods[0].Items().Single().Json), Does.Contain("first"));
        Assert.That(_log.Lines, Is.EqualTo(new[] { "Warning: Pod ns/x stands in a.yaml and in b.yaml: the one in a.yaml is taken, by its name" }));
    }

    [Test]
    public async Task Byte_order_mark_is_dropped_everywhere()
    {
        await LookAsync(
            ("jwks.json", "\uFEFF{\"keys\":[{\"kid\":\"1\"}]}"),
            ("p.csx", "\uFEFF// text"),
            ("pod.json", "\uFEFF{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\",\"namespace\":\"ns\"}}"),
            ("map.yaml", "\uFEFFkind: ConfigMap\nmetadata: {name: d, namespace: n, labels: {argos.athenz.io/data: json}}\ndata: {settings.json: \"\\uFEFF{}\"}"));

        Assert.That(_source.View.Keys.Json, Is.Not.Null);
        Assert.That(_source.View.Policies[0].Items().Single().Data["p.csx"], Is.EqualTo("// text"));
        Assert.That(Pods(), Is.EqualTo(new[] { "ns/a" }));
        Assert.That(_source.View.Data[0].Items().Single().Data["settings.json"], Is.EqualTo("{}"));
        Assert.That(_log.Lines, Is.Empty);
    }

    private async Task LookAsync(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(_folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await _source.LookAsync(CancellationToken.None);
    }

    private string[] Pods() => [.. _source.View.Pods[0].Items().Select(static pod => pod.Name.ToString()).Order(StringComparer.Ordinal)];
}
