using System.Text.Json.Nodes;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>Reads <c>base</c> and <c>with</c>: the confirmation, or changes to it. A plain <c>null</c> stays, because it removes.</summary>
internal sealed class TestInputReader(TestShape shape, IReadOnlyCollection<string> keyNames, IReadOnlyCollection<string> certificateNames)
{
    public JsonObject Read(YamlNode? node, string what)
    {
        var input = new JsonObject();
        foreach (var (key, value) in shape.Map(node, what, "provider", "domain", "service", "attestation", "attributes").Members)
        {
            input[key.Value] = key.Value switch
            {
                "attestation" => Attestation(value),
                "attributes" => Attributes(value),
                _ => TextOrNull(value, $"`{key.Value}`"),
            };
        }
        return input;
    }

    /// <summary>Attributes are texts whatever they look like: <c>certExpiryTime: 10</c> is the text <c>10</c>.</summary>
    private JsonObject? Attributes(YamlNode node)
    {
        if (node is YamlNode.Text { IsNull: true }) return null;
        var attributes = new JsonObject();
        foreach (var (key, value) in shape.AnyMap(node, "`attributes`").Members) attributes[key.Value] = TextOrNull(value, $"attribute `{key.Value}`");
        return attributes;
    }

    private JsonNode? Attestation(YamlNode node)
    {
        if (node is YamlNode.Text text) return text.IsNull ? null : JsonValue.Create(text.Value);
        var map = shape.Map(node, "`attestation`", "token", "wrapped", "json", "document");
        var attestation = map.ToJson().AsObject();
        // Whatever a name or a flag looks like in YAML, its type is settled here.
        if (shape.Word(map.Find("wrapped"), "`wrapped`", "true", "false") is { } wrapped) attestation["wrapped"] = wrapped == "true";
        if (Given(map, "json") is { } members) shape.AnyMap(members, "`json`");
        if (Given(map, "document") is { } document) attestation["document"] = Document(document);
        var token = shape.Map(Given(map, "token"), "`token`", "key", "header", "claims");
        if (token.Find("key") is not (null or YamlNode.Text)) shape.Diagnostics.Report(token.Find("key")!, "`key` must be the name of one of `keys`");
        if (token.Find("key") is YamlNode.Text { IsNull: false } key && !keyNames.Contains(key.Value)) shape.Diagnostics.Report(key, $"the key `{key.Value}` is not one of `keys`");
        if (token.Find("key") is YamlNode.Text { IsNull: false } name && attestation["token"] is JsonObject json) json["key"] = name.Value;
        var claims = shape.AnyMap(token.Find("claims"), "`claims`");
        shape.AnyMap(token.Find("header"), "`header`");
        foreach (var (claim, value) in claims.Members)
        {
            if (TestClaims.IsTime(claim.Value) && value is YamlNode.Text { Quoted: false, IsNull: false } time && !TestClaims.IsReadable(time.Value)) shape.Diagnostics.Report(value, $"claim `{claim.Value}` must be seconds, or `now` with an offset such as `now-5m`; quote it to send a text");
        }
        return attestation;
    }

    private JsonObject Document(YamlNode node)
    {
        var map = shape.Map(node, "`document`", "certificate", "content", "digest", "embedded", "sent", "signature");
        if (map.Find("certificate") is YamlNode.Text { IsNull: false } name && !certificateNames.Contains(name.Value)) shape.Diagnostics.Report(name, $"the certificate `{name.Value}` is not one of `certificates`");
        shape.AnyMap(map.Find("content"), "`content`");
        var document = map.ToJson().AsObject();
        foreach (var member in (string[])["certificate", "sent", "signature"])
        {
            if (map.Find(member) is { } text) document[member] = TextOrNull(text, $"`{member}`");
        }
        if (shape.Word(map.Find("digest"), "`digest`", "sha1", "sha256") is { } digest) document["digest"] = digest;
        if (shape.Word(map.Find("embedded"), "`embedded`", "true", "false") is { } embedded) document["embedded"] = embedded == "true";
        return document;
    }

    /// <summary>A member; nothing for one that a case removes.</summary>
    private static YamlNode? Given(YamlNode.Map map, string name) => map.Find(name) is { } node and not YamlNode.Text { IsNull: true } ? node : null;

    private JsonValue? TextOrNull(YamlNode node, string what)
    {
        if (node is YamlNode.Text text) return text.IsNull ? null : JsonValue.Create(text.Value);
        shape.Diagnostics.Report(node, $"{what} must be a text, or `null` to remove it");
        return null;
    }
}
