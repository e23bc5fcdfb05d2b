using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Declarations;

/// <summary>Compares a value with the declaration of its setting.</summary>
internal static class SettingValue
{
    /// <summary>What is wrong with a value; <see langword="null"/> for a good one.</summary>
    public static ValueProblem? Problem(SettingDeclaration declared, DataValue value)
    {
        if (declared.Kind == SettingKind.Object && value.Exists) return ObjectProblem(declared, value);
        return PlainProblem(declared, value) is { } words ? new ValueProblem(words) : null;
    }

    private static string? PlainProblem(SettingDeclaration declared, DataValue value)
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

    private static ValueProblem? ObjectProblem(SettingDeclaration declared, DataValue value)
    {
        var names = declared.Members.All.Select(static m => m.Name);
        if (!value.IsObject) return new ValueProblem($"must be an object with {string.Join(", ", names.Select(static n => $"`{n}`"))}");
        foreach (var name in value.Names)
        {
            if (declared.Members.Find(name) is not { } member)
                return new ValueProblem($"has the unknown member {NearestName.Described(name, names)}") { Member = name, Nearest = NearestName.Of(name, names) };
            if (PlainProblem(member, value[name]) is { } problem) return new ValueProblem($"is wrong: its member `{name}` {problem}") { Member = name };
        }
        return declared.Members.All.FirstOrDefault(m => m.Required && IsEmpty(value[m.Name])) is { } missing
            ? new ValueProblem($"needs the member `{missing.Name}`, which is not empty") { Member = value[missing.Name].Exists ? missing.Name : null }
            : null;
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
