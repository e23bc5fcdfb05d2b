using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Facts;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>The world of one case: the shared one with the case's changes, as the engine would hold it.</summary>
internal sealed record TestWorld(DataTree Data, StaticFacts Facts, InstanceConfirmation Confirmation, InstanceOperation Operation,
    DateTimeOffset Now)
{
    /// <summary>Makes the world of a case; instead the reason why its data cannot be had.</summary>
    public static (TestWorld? World, string? Problem) Of(PolicyTestFile file, PolicyTestCase test, TestKeys keys)
    {
        var world = new JsonObject();
        MergePatch.Apply(world, file.World);
        // The defaults have to be there before the changes, so that a case can remove them.
        Object(world, "data").TryAdd(DataPath.ClusterKeys.ToString(), keys.Jwks());
        if (keys.Certificates.Pins() is { } pins) Object(world, "data").TryAdd(PolicyDocuments.AwsCertificates, pins);
        WriteHeader(world, test.Changes, keys);
        MergePatch.Apply(world, test.Changes);
        if (Token(world) is not null && KeyOf(world) is null) return (null, "the token has no `key` to be signed with");
        var now = ExactTime.TryParse(world["now"]?.GetValue<string>(), out var given) ? given : default;
        var operation = world["operation"]?.GetValue<string>() == "refresh" ? InstanceOperation.Refresh : InstanceOperation.Register;
        var (data, problem) = Tree(world, new TestPods(file.ExtraPodFields));
        var facts = TestFacts.Read(Object(world, "facts"), keys, wrong => problem ??= wrong);
        return data is null || problem is not null ? (null, problem) : (new TestWorld(data, facts, ReadConfirmation(Object(world, "input"), keys, now), operation, now), null);
    }

    private static (DataTree?, string?) Tree(JsonObject world, TestPods pods)
    {
        var tree = DataTree.Empty;
        foreach (var (name, root) in (ReadOnlySpan<(string, string)>)[("data", ""), ("settings", "providers/"), ("pods", "kubernetes/pods/")])
        {
            foreach (var (key, value) in Object(world, name))
            {
                if (!DataPath.TryParse(root + key, out var path, out var wrong)) return (null, $"`{root}{key}`: {wrong}");
                var document = JsonSerializer.SerializeToElement(value, YamlJson.Default.JsonNode);
                if (name == "pods" && pods.Project(document, out document) is { } mistyped) return (null, $"`{root}{key}`: {mistyped}");
                var change = tree.With(path, document);
                if (change.Tree is null) return (null, $"`{root}{key}`: {change.Problem!.Message}");
                tree = change.Tree;
            }
        }
        return (tree, null);
    }

    private static void WriteHeader(JsonObject world, JsonObject changes, TestKeys keys)
    {
        if (Token(changes) is null && Token(world) is null) return;
        if (KeyOf(changes) is not { } key && (key = KeyOf(world)) is null) return;
        var header = keys.HeaderOf(key);
        var token = Object(Object(Object(world, "input"), "attestation"), "token");
        MergePatch.Apply(header, Object(token, "header"));
        token["header"] = header;
    }

    private static JsonObject? Token(JsonObject world) => (world["input"] as JsonObject)?["attestation"] is JsonObject attestation ? attestation["token"] as JsonObject : null;

    private static string? KeyOf(JsonObject world) => Token(world)?["key"]?.GetValue<string>();

    private static InstanceConfirmation ReadConfirmation(JsonObject input, TestKeys keys, DateTimeOffset now)
    {
        var attributes = Object(input, "attributes").ToImmutableDictionary(static a => a.Key, static a => a.Value!.GetValue<string>());
        return new InstanceConfirmation(Text(input, "provider"), Text(input, "domain"), Text(input, "service"), Attestation(input["attestation"], keys, now), attributes);
    }

    private static string? Attestation(JsonNode? attestation, TestKeys keys, DateTimeOffset now)
    {
        if (attestation is not JsonObject json) return attestation?.GetValue<string>();
        if (json["json"] is JsonObject || json["document"] is JsonObject) return Members(json, keys, now);
        return Signed(json, keys, now) is not { } signed ? null : json["wrapped"]?.GetValue<bool>() == true ? new JsonObject { ["identityToken"] = signed }.ToJsonString() : signed;
    }

    private static string Members(JsonObject json, TestKeys keys, DateTimeOffset now)
    {
        var members = json["json"]?.DeepClone().AsObject() ?? [];
        if (json["document"] is JsonObject document) TestDocument.Add(members, document, keys.Certificates, now);
        if (Signed(json, keys, now) is { } token) members["identityToken"] = token;
        return members.ToJsonString();
    }

    private static string? Signed(JsonObject json, TestKeys keys, DateTimeOffset now)
    {
        if (json["token"] is not JsonObject token || token["key"]?.GetValue<string>() is not { } key) return null;
        return keys.Sign(key, Object(token, "header"), TestClaims.Resolve(Object(token, "claims"), now));
    }

    private static string Text(JsonObject json, string name) => json[name]?.GetValue<string>() ?? "";

    /// <summary>The member as an object, made if it is not one.</summary>
    private static JsonObject Object(JsonObject json, string name)
    {
        if (json[name] is JsonObject found) return found;
        var made = new JsonObject();
        json[name] = made;
        return made;
    }
}
