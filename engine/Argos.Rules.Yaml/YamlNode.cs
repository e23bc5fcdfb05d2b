using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Argos.Rules.Yaml;

/// <summary>A piece of a YAML text with its place. The only kinds are those of JSON.</summary>
/// <param name="Row">Line, from 1.</param>
/// <param name="Col">Column, from 1.</param>
internal abstract record YamlNode(int Row, int Col)
{
    public sealed record Text(int Row, int Col, string Value, bool Quoted) : YamlNode(Row, Col)
    {
        public bool IsNull => !Quoted && Value is "" or "~" or "null";

        public override JsonNode? ToJson()
        {
            if (Quoted) return JsonValue.Create(Value);
            if (IsNull) return null;
            if (Value is "true" or "false") return JsonValue.Create(Value == "true");
            if (long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
            return decimal.TryParse(Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(Value);
        }
    }

    public sealed record List(int Row, int Col, ImmutableArray<YamlNode> Items) : YamlNode(Row, Col)
    {
        public override JsonNode ToJson() => new JsonArray([.. Items.Select(static i => i.ToJson())]);
    }

    public sealed record Map(int Row, int Col, ImmutableArray<(Text Key, YamlNode Value)> Members) : YamlNode(Row, Col)
    {
        public YamlNode? Find(string key) => Members.FirstOrDefault(m => m.Key.Value == key).Value;

        public override JsonNode ToJson()
        {
            var json = new JsonObject();
            foreach (var (key, value) in Members) json[key.Value] = value.ToJson();
            return json;
        }
    }

    /// <summary>The value as JSON; what is plain and reads as one is a number, a truth value or <see langword="null"/>.</summary>
    public abstract JsonNode? ToJson();
}
