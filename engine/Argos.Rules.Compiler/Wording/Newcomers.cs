using Argos.Rules.Contracts.Collections;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Compiler.Wording;

/// <summary>What who knows C#, JavaScript or Rego writes at first, and what it is called here.</summary>
internal static class Newcomers
{
    private static readonly Dictionary<string, string> OfData = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Bool"] = "write `.Flag`: `true`, `false`, or `null` when it is missing",
        ["Boolean"] = "write `.Flag`: `true`, `false`, or `null` when it is missing",
        ["AsBool"] = "write `.Flag`: `true`, `false`, or `null` when it is missing",
        ["GetBoolean"] = "write `.Flag`: `true`, `false`, or `null` when it is missing",
        ["IsTrue"] = "write `.Flag == true`",
        ["String"] = "write `.Text`: `null` when it is missing or no text",
        ["Str"] = "write `.Text`: `null` when it is missing or no text",
        ["AsString"] = "write `.Text`: `null` when it is missing or no text",
        ["GetString"] = "write `.Text`: `null` when it is missing or no text",
        ["Value"] = "write `.Text`, `.Number`, `.Flag`, `.Texts` or `.Items`: what is missing reads as `null` or empty",
        ["Int"] = "write `.Number`: `null` when it is missing or no whole number",
        ["Long"] = "write `.Number`: `null` when it is missing or no whole number",
        ["AsInt"] = "write `.Number`: `null` when it is missing or no whole number",
        ["GetInt32"] = "write `.Number`: `null` when it is missing or no whole number",
        ["GetInt64"] = "write `.Number`: `null` when it is missing or no whole number",
        ["Length"] = "write `.Count`",
        ["Keys"] = "write `.Names`: the names of the members",
        ["Values"] = "write `.Items` for a list; for the members of an object `.Names` and `value[name]`",
        ["List"] = "write `.Texts` for texts, `.Items` for values of any kind",
        ["Array"] = "write `.Texts` for texts, `.Items` for values of any kind",
        ["Contains"] = "write `.Texts.Contains(...)`",
        ["ContainsKey"] = "write `.Names.Contains(...)`, or `value[name].Exists`",
        ["TryGetValue"] = "write `value[name]`, and ask it `.Exists`",
        ["GetProperty"] = "write `value[name]`",
        ["HasValue"] = "write `.Exists`",
        ["Any"] = "write `.Texts.Any(...)` or `.Items.Any(...)`",
        ["All"] = "write `.Texts.All(...)` or `.Items.All(...)`, and ask `.Exists` before: of nothing all holds",
        ["Where"] = "write `.Texts.Where(...)` or `.Items.Where(...)`",
        ["Select"] = "write `.Texts.Select(...)` or `.Items.Select(...)`",
        ["First"] = "write `value[0]`",
        ["FirstOrDefault"] = "write `value[0]`",
    };

    /// <summary>What to write instead of a member that a type does not have.</summary>
    public static string? Member(ITypeSymbol type, string? owner, string name)
    {
        var shown = NearestName.Shown(name);
        if (TypeMismatch.IsData(type)) return OfData.GetValueOrDefault(name)
            ?? (!IsMisspelt(name, type) ? $"a member of a data value is `{owner ?? "value"}[\"{shown}\"]`" : null);
        return type.Name switch
        {
            nameof(PolicyData) => $"the data tree is read by path: `Data[\"{shown}\"]`",
            nameof(PolicySettings) when LanguageNames.Nearest(name, LanguageNames.MembersOf(type)) is null =>
                $"a setting is read by its name: `Settings.Text(\"{Camel(shown)}\")`, `.Texts`, `.Number` or `.Flag`",
            nameof(FixedList<>) or "List" when name == "Length" => "write `.Count`",
            "String" when name == "Matches" => "write `Matches(text, \"pattern\")`",
            "Nullable" when name == "HasValue" => "write `is { } known`",
            _ => null,
        };
    }

    public static string? Index(ITypeSymbol type) => type.Name switch
    {
        nameof(PolicyInput) => "write `Input.Attribute(\"name\")`",
        nameof(PolicyPods) => "write `Pods.Find(namespace, name)`",
        _ => null,
    };

    public static string? List(ITypeSymbol type, string shown) => type switch
    {
        _ when TypeMismatch.IsData(type) =>
            $"write `{shown}.Items` for its values, `{shown}.Texts` for its texts, `{shown}.Names` for the names of its members",
        { Name: nameof(PolicySettings) } => "write `Settings.Texts(\"name\")`",
        { Name: nameof(PolicyData) } => "write `Data[\"path\"].Items`, `.Texts` or `.Names`",
        { Name: nameof(PolicyPods) } => "a policy looks at one pod: `Pods.Find(namespace, name)`",
        _ => null,
    };

    /// <summary>Whether a member of the value itself is meant. Any name can be a member of the document, so it has to begin
    /// alike.</summary>
    private static bool IsMisspelt(string name, ITypeSymbol type) =>
        LanguageNames.Nearest(name, LanguageNames.MembersOf(type)) is { } near
            && char.ToUpperInvariant(near[0]) == char.ToUpperInvariant(name[0]);

    private static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
