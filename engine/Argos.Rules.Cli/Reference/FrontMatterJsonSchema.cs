using System.Text.Json.Nodes;
using Argos.Rules.Sandbox.Declarations;
using static Argos.Rules.Cli.Reference.SchemaNodes;

namespace Argos.Rules.Cli.Reference;

/// <summary>A JSON Schema of the front matter of policies.</summary>
internal static class FrontMatterJsonSchema
{
    public static JsonObject Schema { get; } = Map(
        "what a policy says of itself",
        ("title", Text("a sentence for people")),
        ("providers", ListOf("globs over the provider's name; all providers when left out", Text("such as `k8s.*`"))),
        ("mode", Word("`shadow`: evaluated and recorded, never decides; `enforce` when left out", "enforce", "shadow")),
        ("settings", MapOf("the settings that the policy reads, by name", Setting(members: true))));

    private static JsonObject Setting(bool members) => Requires(Map(
        "a setting",
        [("type", Word("its type", SettingKinds.Words)),
            ("required", Flag("whether it must be there")),
            ("unless", Text("another setting that may be there instead")),
            ("from", Word("what it is when left out", "provider-region")),
            ("default", Any("what it reads as when left out")),
            ("values", ListOf("the only texts", Text("one of them"))),
            ("min", new JsonObject { ["description"] = "the least number", ["type"] = "integer" }),
            ("max", new JsonObject { ["description"] = "the greatest number", ["type"] = "integer" }),
            ("format", Word("the form of each text", TextFormat.All.Select(static f => f.Name))),
            .. members ? new[] { ("members", MapOf("the members of an object", Setting(members: false))) } : [],
            ("help", Text("one line for people"))]), "type");
}
