using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>Compares a value with the declaration of its setting.</summary>
internal static class SettingValue
{
    /// <summary>What is wrong with a value, as the end of a sentence; <see langword="null"/> for a good one.</summary>
    public static string? Problem(SettingDeclaration declared, DataValue value)
    {
        if (!value.Exists) return "is null: give it a value, or leave it out";
        return declared.Kind switch
        {
            SettingKind.Text => TextProblem(declared, value),
            SettingKind.Texts => TextsProblem(declared, value),
            SettingKind.TextOrTexts => value.IsArray ? TextsProblem(declared, value) : TextProblem(declared, value),
            SettingKind.Number => NumberProblem(declared, value),
            SettingKind.Flag => value.Flag is null ? "must be `true` or `false`" : null,
            SettingKind.Map => value.IsObject && value.Names.All(name => value[name].Text is { Length: > 0 }) ? null : "must be an object whose members are texts",
            SettingKind.Object => ObjectProblem(declared, value),
            SettingKind.DomainMapping => DomainMapping.Problem(value),
            _ => null,
        };
    }

    /// <summary>Whether a value is not there, or there is nothing in it.</summary>
    public static bool IsEmpty(DataValue value) => !value.Exists || value.Text is "" || ((value.IsArray || value.IsObject) && value.Count == 0);

    private static string? TextProblem(SettingDeclaration declared, DataValue value)
    {
        if (value.Text is not { Length: > 0 } text) return declared.Values.IsEmpty ? $"must be {Words(declared)}" : MustBe(declared);
        if (!declared.Values.IsEmpty && !declared.Values.Contains(text)) return MustBe(declared);
        return declared.Format is { } format && !format.Fits(text) ? $"must be {Words(declared)}" : null;
    }

    private static string? TextsProblem(SettingDeclaration declared, DataValue value)
    {
        var texts = value.Texts;
        if (!value.IsArray || texts.Count != value.Count) return $"must be {Words(declared)}";
        foreach (var text in texts)
        {
            if (text.Length == 0 || declared.Format?.Fits(text) == false) return $"must be {Words(declared)}";
            if (!declared.Values.IsEmpty && !declared.Values.Contains(text)) return $"must be a list of {Choice(declared)}";
        }
        return null;
    }

    private static string? NumberProblem(SettingDeclaration declared, DataValue value)
    {
        if (value.Number is { } number && number >= (declared.Minimum ?? number) && number <= (declared.Maximum ?? number)) return null;
        return (declared.Minimum, declared.Maximum) switch
        {
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"must be a whole number of at least {least}"),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"must be a whole number of at most {most}"),
            _ => "must be a whole number",
        };
    }

    private static string? ObjectProblem(SettingDeclaration declared, DataValue value)
    {
        if (!value.IsObject) return $"must be an object with {string.Join(", ", declared.Members.All.Select(static m => $"`{m.Name}`"))}";
        foreach (var name in value.Names)
        {
            if (declared.Members.Find(name) is not { } member) return $"has the unknown member {NearestName.Described(name, declared.Members.All.Select(static m => m.Name))}";
            if (Problem(member, value[name]) is { } problem) return $"is wrong: its member `{name}` {problem}";
        }
        return declared.Members.All.FirstOrDefault(m => m.Required && IsEmpty(value[m.Name])) is { } missing ? $"needs the member `{missing.Name}`, which is not empty" : null;
    }

    private static string Words(SettingDeclaration declared) => declared.Kind switch
    {
        SettingKind.Text => declared.Format is { } format ? $"a text, one of {format.Words}" : "a text that is not empty",
        SettingKind.Texts => $"a list of {declared.Format?.Words ?? "texts that are not empty"}",
        _ => $"a text or a list of {declared.Format?.Words ?? "texts that are not empty"}",
    };

    private static string MustBe(SettingDeclaration declared) => $"must be {Choice(declared)}";

    private static string Choice(SettingDeclaration declared)
    {
        var words = declared.Values.Select(static v => $"`{v}`").ToArray();
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }
}
