using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>Parses the text of a kubeconfig, YAML or JSON. A key that stands twice is an error in both.</summary>
internal static class KubeConfigText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static YamlMappingNode Parse(string text)
    {
        var plain = text.TrimStart('\ufeff');
        return (plain.TrimStart().StartsWith('{') ? Json(plain) : null) ?? Yaml(plain);
    }

    private static YamlMappingNode Yaml(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw new ClusterConfigException("it is not a kubeconfig: one mapping with `clusters`, `users` and `contexts`");
        }
        catch (YamlException e)
        {
            var what = e.Message.Contains("uplicate", StringComparison.Ordinal) ? "a key stands twice" : "it is not YAML";
            throw new ClusterConfigException($"{what} at line {e.Start.Line}, column {e.Start.Column}", e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException
            or IndexOutOfRangeException)
        {
            // The parser's own, for texts that it does not expect; it says no place.
            throw new ClusterConfigException("it is not YAML", e);
        }
    }

    /// <summary>What is not JSON may be YAML in its flow style.</summary>
    private static YamlMappingNode? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return (YamlMappingNode)Node(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Also a text with half a character, as it is or escaped, over which the JSON parser fails in another way.
            return null;
        }
    }

    private static YamlNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(value.EnumerateObject().Select(Member)),
        JsonValueKind.Array => new YamlSequenceNode(value.EnumerateArray().Select(Node)),
        JsonValueKind.String => new YamlScalarNode(value.GetString()) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(value.GetRawText()) { Style = ScalarStyle.Plain },
    };

    private static KeyValuePair<YamlNode, YamlNode> Member(JsonProperty member) => new(new YamlScalarNode(member.Name), Node(member.Value));
}
