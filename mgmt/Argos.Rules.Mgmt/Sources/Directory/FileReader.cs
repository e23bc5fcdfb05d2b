using System.Diagnostics.CodeAnalysis;
using System.Text;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Reads one file of the directory: a script, tests, the key set, or manifests.</summary>
internal sealed class FileReader(SourceOptions options)
{
    private const string KeysFile = "jwks.json";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        else if (file == KeysFile) ReadKeys(text, out content, out problem);
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

    private static void ReadKeys(string text, out FileContent? content, out TextProblem? problem)
    {
        content = KeySet.TryRead(Encoding.UTF8.GetBytes(text), out var json) ? new FileContent { Keys = json } : null;
        problem = content is null ? new TextProblem("the file is not a key set; write {\"keys\": [...]} with at least one key", 1, 1) : null;
    }

    // Every JSON text is a YAML text too, and so its positions are reported the same way.
    private void ReadManifests(string text, out FileContent? content, out TextProblem? problem)
    {
        content = null;
        if (!YamlText.TryRead(text, out var documents, out problem)) return;
        var manifests = new ManifestReader(options);
        for (var i = 0; i < documents.Count; i++) manifests.Add(documents[i], $"document {i + 1}");
        content = manifests.ToContent();
    }
}
