using System.Collections.ObjectModel;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>
/// The settings document of the confirmation's provider, <c>providers/&lt;provider&gt;</c> of the data tree. The front matter of the policy
/// declares the settings; with a document that does not fit, the policy is not run. One that is left out reads as its declared default, else as
/// <see langword="null"/> or empty.
/// </summary>
public sealed class PolicySettings(DataValue document)
{
    private readonly IReadOnlyDictionary<string, DataValue>? _defaults;

    // Made when first needed and kept: the settings of a provider serve many decisions, and no two makings differ.
    private Dictionary<string, Setting>? _members;
    private NameLists? _names;

    internal PolicySettings(DataValue document, IReadOnlyDictionary<string, DataValue> defaults) : this(document) => _defaults = defaults;

    internal NameLists Names => _names ??= new NameLists(this);

    /// <summary>Whether there is a settings document for this provider.</summary>
    public bool Exists => document.IsObject;

    /// <summary>The raw value of a setting.</summary>
    public DataValue this[string name] => Members.GetValueOrDefault(name)?.Value ?? default;

    /// <summary>A text; <see langword="null"/> when missing, empty or no text.</summary>
    public string? Text(string name) => Members.GetValueOrDefault(name)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>A text, or the default when missing, empty or no text.</summary>
    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    /// <summary>A list of texts; one text counts as a list of one. Empty when missing.</summary>
    public FixedList<string> Texts(string name) => Members.GetValueOrDefault(name)?.Texts ?? default(DataValue).Texts;

    /// <summary>A whole number; <see langword="null"/> when missing or no whole number.</summary>
    public long? Number(string name) => this[name].Number;

    /// <summary>A truth value; the default when missing or neither <c>true</c> nor <c>false</c>.</summary>
    public bool Flag(string name, bool otherwise) => this[name].Flag ?? otherwise;

    /// <summary>The first of these settings that is missing or empty, or <see langword="null"/> when all are there.</summary>
    public string? FirstMissing(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var value = this[name];
            if (!value.Exists || value.Text is "" || ((value.IsArray || value.IsObject) && value.Count == 0)) return name;
        }
        return null;
    }

    private Dictionary<string, Setting> Members => _members ??= Read();

    private Dictionary<string, Setting> Read()
    {
        var members = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var (name, value) in _defaults ?? ReadOnlyDictionary<string, DataValue>.Empty) members[name] = new Setting(value);
        if (!document.IsObject) return members;
        foreach (var member in document.Element.EnumerateObject()) members[member.Name] = new Setting(new DataValue(member.Value));
        return members;
    }

    /// <summary>One of them. What it reads as is kept as well: texts are made of the document's bytes, and read in every decision.</summary>
    private sealed class Setting(DataValue value)
    {
        private string? _text;
        private FixedList<string>? _texts;

        public DataValue Value => value;

        public string? Text => _text ??= value.Text;

        public FixedList<string> Texts => _texts ??= value.Texts;
    }
}
