using System.Collections.Immutable;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>The words for the types of settings.</summary>
internal static class SettingKinds
{
    private static readonly ImmutableSortedDictionary<string, SettingKind> ByWord = new Dictionary<string, SettingKind>
    {
        ["text"] = SettingKind.Text,
        ["texts"] = SettingKind.Texts,
        ["text-or-texts"] = SettingKind.TextOrTexts,
        ["number"] = SettingKind.Number,
        ["flag"] = SettingKind.Flag,
        ["map"] = SettingKind.Map,
        ["object"] = SettingKind.Object,
        ["domain-mapping"] = SettingKind.DomainMapping,
        ["any"] = SettingKind.Any,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>All words.</summary>
    public static IEnumerable<string> Words => ByWord.Keys;

    /// <summary>The type of a word; <see langword="null"/> for another word.</summary>
    public static SettingKind? Of(string word) => ByWord.TryGetValue(word, out var kind) ? kind : null;

    /// <summary>The word for a type.</summary>
    public static string WordOf(SettingKind kind) => ByWord.First(pair => pair.Value == kind).Key;

    /// <summary>Whether values of a type are made of texts, so that allowed values and a format can be said of them.</summary>
    public static bool IsTextual(SettingKind kind) => kind is SettingKind.Text or SettingKind.Texts or SettingKind.TextOrTexts;
}
