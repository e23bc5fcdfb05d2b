using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Language;

/// <summary>
/// The settings document of the confirmation's provider, <c>providers/&lt;provider&gt;</c> of the data tree. A setting that is
/// missing or of another type reads as <see langword="null"/> or empty: a policy that needs it must refuse.
/// </summary>
public sealed class PolicySettings(DataValue document)
{
    /// <summary>Whether there is a settings document for this provider.</summary>
    public bool Exist => document.IsObject;

    /// <summary>The raw value of a setting.</summary>
    public DataValue this[string name] => document[name];

    /// <summary>A text; <see langword="null"/> when missing, empty or no text.</summary>
    public string? Text(string name) => document[name].Text is { Length: > 0 } text ? text : null;

    /// <summary>A text, or the default when missing, empty or no text.</summary>
    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    /// <summary>A list of texts; one text counts as a list of one. Empty when missing.</summary>
    public IReadOnlyList<string> Texts(string name) => document[name].Texts;

    /// <summary>A whole number; <see langword="null"/> when missing or no whole number.</summary>
    public long? Number(string name) => document[name].Number;

    /// <summary>A truth value; the default when missing or neither <c>true</c> nor <c>false</c>.</summary>
    public bool Flag(string name, bool otherwise) => document[name].Flag ?? otherwise;

    /// <summary>The first of these settings that is missing or empty, or <see langword="null"/> when all are there.</summary>
    public string? FirstMissing(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var value = document[name];
            if (!value.Exists || value.Text is "" || ((value.IsArray || value.IsObject) && value.Count == 0)) return name;
        }
        return null;
    }
}
