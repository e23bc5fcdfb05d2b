using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Reads one file of the directory: a script, tests, the key set, or manifests. A file is taken as a whole or not at all.</summary>
internal sealed class FileReader(SourceOptions options)
{
    private const string KeysFile = "jwks.json";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly PodProjection _projection = new(options.PodFields);

    /// <summary>Whether a file, named by its path below the directory, is one of ours.</summary>
    public static bool IsOurs(string file) =>
        Path.GetExtension(file) is ".csx" or ".yaml" or ".yml" or ".json" && Path.GetFileName(file) is not ("kustomization.yaml" or "kustomization.yml" or "mutants.yaml") && !file.EndsWith(".mutants.yaml", StringComparison.Ordinal);

    /// <summary>Whether a file is a script or its tests.</summary>
    public static bool IsScript(string file) =>
        file.EndsWith(".csx", StringComparison.Ordinal) || file.EndsWith(".tests.yaml", StringComparison.Ordinal) || Path.GetFileName(file) == "tests.yaml";

    /// <summary>Reads a file.</summary>
    public bool TryRead(string file, byte[] bytes, [NotNullWhen(true)] out FileContent? content, [NotNullWhen(false)] out TextProblem? problem)
    {
        (content, problem) = (null, null);
        if (!TryDecode(bytes, out var text)) problem = new TextProblem("the file is not UTF-8", 1, 1);
        else if (IsScript(file)) content = new FileContent { Script = text };
        else if (file == KeysFile) ReadKeys(bytes, out content, out problem);
        else ReadManifests(text, out content, out problem);
        return content is not null;
    }

    private static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Utf8.GetString(bytes).TrimStart('\uFEFF');
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    private static void ReadKeys(byte[] bytes, out FileContent? content, out TextProblem? problem)
    {
        content = KeySet.TryRead(bytes, out var json) ? new FileContent { Keys = json } : null;
        problem = content is null ? new TextProblem("the file is not a key set; write {\"keys\": [...]} with at least one key", 1, 1) : null;
    }

    // Every JSON text is a YAML text too, and so has its positions told the same way.
    private void ReadManifests(string text, out FileContent? content, out TextProblem? problem)
    {
        content = null;
        if (!YamlText.TryRead(text, out var documents, out problem)) return;
        var read = FileContent.Nothing;
        for (var i = 0; i < documents.Count; i++)
        {
            problem = Add(JsonNode.Parse(documents[i]), ref read);
            if (problem is null) continue;
            problem = problem with { Message = $"document {i + 1}: {problem.Message}" };
            return;
        }
        content = read;
    }

    private TextProblem? Add(JsonNode? node, ref FileContent content)
    {
        if (node is not JsonObject manifest || Text(manifest["kind"]) is not { } kind) return new TextProblem("it is no manifest: `kind` is missing", 1, 1);
        if (kind == "List") return AddAll(manifest["items"], ref content);
        if (kind is not ("ConfigMap" or "Pod")) return null;
        if (manifest["metadata"] is not JsonObject metadata || Text(metadata["name"]) is not { Length: > 0 }) return new TextProblem($"the {kind} has no `metadata.name`", 1, 1);
        if (Text(metadata["namespace"]) is not { Length: > 0 }) metadata["namespace"] = "default";
        using var document = JsonDocument.Parse(manifest.ToJsonString());
        if (kind == "Pod") content = content with { Pods = [.. content.Pods, .. Some(_projection.Read(document.RootElement))] };
        if (kind != "ConfigMap" || ConfigMap.Read(document.RootElement) is not { } map) return null;
        if (Matches(metadata["labels"], options.PolicyLabel)) content = content with { Policies = content.Policies.Add(map) };
        if (Matches(metadata["labels"], options.DataLabel)) content = content with { Data = content.Data.Add(map) };
        return null;
    }

    private TextProblem? AddAll(JsonNode? items, ref FileContent content)
    {
        foreach (var item in items as JsonArray ?? [])
            if (Add(item, ref content) is { } problem) return problem;
        return null;
    }

    private static ImmutableArray<ProjectedPod> Some(ProjectedPod? pod) => pod is null ? [] : [pod];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Matches(JsonNode? labels, string selector)
    {
        var parts = selector.Split('=', 2);
        return labels is JsonObject map && Text(map[parts[0]]) == parts[^1];
    }
}
