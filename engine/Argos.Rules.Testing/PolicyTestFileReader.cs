using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language.Facts;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>Reads a tests file. Strict, because a case with a misspelt key would test nothing and pass.</summary>
internal sealed class PolicyTestFileReader
{
    /// <summary>The largest file, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>The most keys, and the most certificates.</summary>
    public const int MaximumKeys = 8;

    /// <summary>The most cases.</summary>
    public const int MaximumCases = 500;

    private readonly TestShape _shape;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private PolicyTestFileReader(TestDiagnostics diagnostics) => _shape = new TestShape(diagnostics);

    /// <summary>Reads a file; <see langword="null"/> when it is too far from one.</summary>
    public static PolicyTestFile? Read(string text, TestDiagnostics diagnostics)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
        {
            diagnostics.Report(1, 1, $"the file is larger than {MaximumBytes} bytes: split it");
            return null;
        }
        return YamlReader.Read(text, diagnostics) is { } root ? new PolicyTestFileReader(diagnostics).File(root) : null;
    }

    private PolicyTestFile File(YamlNode root)
    {
        var map = _shape.Map(root, "a tests file", "now", "settings", "pods", "extraPodFields", "keys", "certificates", "data", "facts", "base", "cases");
        if (map.Find("now") is null) _shape.Diagnostics.Report(root, "`now` is missing: a case has to know its time");
        if (map.Find("base") is null) _shape.Diagnostics.Report(root, "`base` is missing: it is the confirmation that the cases change");
        var keys = _shape.AnyMap(map.Find("keys"), "`keys`").Members.ToImmutableDictionary(static m => m.Key.Value, m => Key(m.Key.Value, m.Value));
        if (keys.Count > MaximumKeys) _shape.Diagnostics.Report(map.Find("keys")!, $"`keys` has more than {MaximumKeys} members");
        var certificates = _shape.AnyMap(map.Find("certificates"), "`certificates`").Members.ToImmutableDictionary(static m => m.Key.Value, m => Certificate(m.Key.Value, m.Value));
        if (certificates.Count > MaximumKeys) _shape.Diagnostics.Report(map.Find("certificates")!, $"`certificates` has more than {MaximumKeys} members");
        var inputs = new TestInputReader(_shape, [.. keys.Keys], [.. certificates.Keys]);
        var world = World(map);
        world["input"] = inputs.Read(map.Find("base"), "`base`");
        var cases = _shape.List(map.Find("cases"), "`cases`").Select(c => Case(c, inputs)).ToImmutableArray();
        if (cases.Length > MaximumCases) _shape.Diagnostics.Report(map.Find("cases")!, $"there are {cases.Length} cases, and at most {MaximumCases} are allowed: split the policy");
        if (cases.IsEmpty) _shape.Diagnostics.Report(map.Find("cases") ?? root, "there are no cases: write at least one");
        return new PolicyTestFile(world, keys, cases) { Certificates = certificates, ExtraPodFields = ExtraPodFields(map.Find("extraPodFields")) };
    }

    private ImmutableArray<string> ExtraPodFields(YamlNode? node)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node is null ? [] : _shape.List(node, "`extraPodFields`"))
        {
            if (_shape.Text(item, "a field") is not { } field) continue;
            foreach (var problem in PodFields.ProblemsOfNames([field])) _shape.Diagnostics.Report(item, problem);
            fields.Add(field);
        }
        return fields.ToImmutable();
    }

    private PolicyTestCase Case(YamlNode node, TestInputReader inputs)
    {
        var map = _shape.Map(node, "a case", "name", "now", "operation", "with", "settings", "pods", "data", "facts", "expect");
        var name = map.Find("name") is { } said ? _shape.Text(said, "`name`") : null;
        if (map.Find("name") is null) _shape.Diagnostics.Report(node, "a case needs a `name`");
        if (name is not null && !_names.Add(name)) _shape.Diagnostics.Report(map.Find("name")!, $"there is another case `{name}`: names are how a failing case is found");
        var changes = World(map);
        if (_shape.Word(map.Find("operation"), "`operation`", "register", "refresh") is { } operation) changes["operation"] = operation;
        if (map.Find("with") is { } with) changes["input"] = inputs.Read(with, "`with`");
        return new PolicyTestCase(name ?? "", node.Row, node.Col, changes, Expected(map.Find("expect")));
    }

    private JsonObject World(YamlNode.Map map)
    {
        var world = new JsonObject();
        if (map.Find("now") is { } now)
        {
            if (now is YamlNode.Text text && ExactTime.TryParse(text.Value, out _)) world["now"] = text.Value;
            else _shape.Diagnostics.Report(now, "`now` must be a time such as `2026-03-01T12:00:00Z`");
        }
        foreach (var name in (string[])["settings", "pods", "data"])
        {
            if (map.Find(name) is not { } node) continue;
            var documents = _shape.AnyMap(node, $"`{name}`");
            foreach (var (key, _) in documents.Members) CheckPath(name, key);
            world[name] = documents.ToJson();
        }
        if (map.Find("facts") is { } facts)
        {
            var kinds = _shape.AnyMap(facts, "`facts`");
            foreach (var (kind, _) in kinds.Members)
            {
                if (!FactKinds.All.Contains(kind.Value)) _shape.Diagnostics.Report(kind, $"there are no facts `{kind.Value}`: the kinds are {string.Join(", ", FactKinds.All.Select(static k => $"`{k}`"))}");
            }
            world["facts"] = kinds.ToJson();
        }
        return world;
    }

    private void CheckPath(string name, YamlNode.Text key)
    {
        var wrong = !DataPath.TryParse(key.Value, out var path, out _) || path.Segments.IsEmpty;
        if (name == "data" && !wrong && (path.StartsWith(DataPath.Pods) || DataPath.Pods.StartsWith(path))) _shape.Diagnostics.Report(key, "pods stand under `pods`, which has of them what is replicated");
        else if (name == "pods" && (wrong || path.Segments.Length != 2)) _shape.Diagnostics.Report(key, $"`{key.Value}` must be `<namespace>/<name>`");
        else if (wrong || (name == "settings" && path.Segments.Length != 1)) _shape.Diagnostics.Report(key, $"`{key.Value}` must be {(name == "settings" ? "a provider" : "a data path")}");
    }

    private TestKeySpec Key(string name, YamlNode node)
    {
        var map = _shape.Map(node, "a key", "type", "kid", "published");
        var type = _shape.Word(map.Find("type"), "`type`", "rsa", "ec");
        var id = map.Find("kid") is { } kid ? _shape.Text(kid, "`kid`") : null;
        var published = _shape.Word(map.Find("published"), "`published`", "true", "false");
        return new TestKeySpec(id ?? name, type == "ec", published != "false");
    }

    private TestCertificateSpec Certificate(string name, YamlNode node)
    {
        var map = _shape.Map(node, "a certificate", "type", "name", "region", "pinned");
        var type = _shape.Word(map.Find("type"), "`type`", "rsa", "dsa");
        var other = map.Find("name") is { } said ? _shape.Text(said, "`name`") : null;
        var region = map.Find("region") is { } place ? _shape.Text(place, "`region`") : null;
        var pinned = _shape.Word(map.Find("pinned"), "`pinned`", "true", "false");
        if (!(other ?? name).All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')) _shape.Diagnostics.Report(node, "the name of a certificate is made of letters, digits and `-`");
        return new TestCertificateSpec(other ?? name, type == "dsa", region ?? "default", pinned != "false");
    }

    private Expectation Expected(YamlNode? node)
    {
        if (node is null) return Expectation.Denied;
        var map = _shape.Map(node, "`expect`", "outcome", "codes", "attributes");
        var outcome = _shape.Word(map.Find("outcome"), "`outcome`", "allowed", "denied", "undecided") switch
        {
            "allowed" => DecisionOutcome.Allowed,
            "undecided" => DecisionOutcome.Undecided,
            _ => DecisionOutcome.Denied,
        };
        ImmutableArray<string>? codes = map.Find("codes") is { } list ? [.. _shape.List(list, "`codes`").Select(c => _shape.Text(c, "a code") ?? "").Order(StringComparer.Ordinal)] : null;
        var attributes = map.Find("attributes") is { } members
            ? _shape.AnyMap(members, "`attributes`").Members.ToImmutableSortedDictionary(static m => m.Key.Value, m => _shape.Text(m.Value, $"attribute `{m.Key.Value}`") ?? "", StringComparer.Ordinal)
            : null;
        return new Expectation(outcome, codes, attributes);
    }
}
