using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Argos.Rules.Cli.Packing;

/// <summary>A ConfigMap with texts, as YAML that a person can read and <c>kubectl apply</c> takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Label">The label that tells what it holds, as <c>key: value</c>.</param>
/// <param name="Data">The texts by their keys, in order.</param>
internal sealed record ConfigMapDocument(string Name, string Namespace, string Label, ImmutableArray<PackedText> Data)
{
    /// <summary>What a ConfigMap may hold.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The path of data; <see langword="null"/> for policies.</summary>
    public string? Path { get; init; }

    /// <summary>The bytes that count for the limit.</summary>
    public long Bytes => Data.Sum(static one => (long)one.Key.Length + Encoding.UTF8.GetByteCount(one.Text));

    /// <summary>The manifest.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        yaml.Append("apiVersion: v1\nkind: ConfigMap\nmetadata:\n")
            .Append($"  name: {Quoted(Name)}\n  namespace: {Quoted(Namespace)}\n  labels:\n    {Label}\n");
        if (Path is not null) yaml.Append($"  annotations:\n    argos.athenz.io/path: {Quoted(Path)}\n");
        yaml.Append("data:\n");
        foreach (var one in Data) Append(yaml, one);
        return yaml.ToString();
    }

    private static void Append(StringBuilder yaml, PackedText one)
    {
        yaml.Append($"  {Quoted(one.Key)}: ");
        if (!IsPlain(one.Text))
        {
            yaml.Append(Quoted(one.Text)).Append('\n');
            return;
        }
        // The number says how far it is indented, whatever the first line begins with; `-` and `+` keep the end as it is.
        var end = !one.Text.EndsWith('\n') ? "-" : one.Text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : "";
        yaml.Append("|2").Append(end).Append('\n');
        foreach (var line in (one.Text.EndsWith('\n') ? one.Text[..^1] : one.Text).Split('\n')) yaml.Append(line.Length == 0 ? "" : "    ")
            .Append(line).Append('\n');
    }

    /// <summary>Whether a block shows it as it is: no line break but <c>\n</c>, nothing that cannot be seen.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && text.Trim('\n').Length > 0
        && text.All(static c => c is '\n' or '\t'
            || (c is not ('\u0085' or '\u2028' or '\u2029' or '\ufeff') && !char.IsControl(c) && !char.IsSurrogate(c)));

    private static string Quoted(string text) => JsonSerializer.Serialize(text, PackJson.Default.String);
}
