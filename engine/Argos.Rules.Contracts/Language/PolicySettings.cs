using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Language;

/// <summary>
/// The settings document of the confirmation's provider, <c>providers/&lt;provider&gt;</c> of the data tree. A setting that is
/// missing or of another type reads as <see langword="null"/> or empty: a policy that needs it must refuse.
/// </summary>
public sealed class PolicySettings(DataValue document)
{
    // Made when first needed and kept: the settings of a provider serve many decisions, and no two makings differ.
    private Dictionary<string, DataValue>? _members;
    private NameLists? _names;
    private StrongBox<Finding?>? _nameProblem;

    internal NameLists Names => _names ??= new NameLists(this);

    internal Finding? NameProblem => (_nameProblem ??= new StrongBox<Finding?>(NameSettings.Check(this, Names))).Value;

    /// <summary>Whether these are the settings that a document holds.</summary>
    internal bool AreFrom(DataValue other) =>
        Exist && other.IsObject && JsonMarshal.GetRawUtf8Value(document.Element).SequenceEqual(JsonMarshal.GetRawUtf8Value(other.Element));

    /// <summary>Whether there is a settings document for this provider.</summary>
    public bool Exist => document.IsObject;

    /// <summary>The raw value of a setting.</summary>
    public DataValue this[string name] => Members.GetValueOrDefault(name);

    /// <summary>A text; <see langword="null"/> when missing, empty or no text.</summary>
    public string? Text(string name) => this[name].Text is { Length: > 0 } text ? text : null;

    /// <summary>A text, or the default when missing, empty or no text.</summary>
    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    /// <summary>A list of texts; one text counts as a list of one. Empty when missing.</summary>
    public FixedList<string> Texts(string name) => this[name].Texts;

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

    private Dictionary<string, DataValue> Members => _members ??= Read(document);

    private static Dictionary<string, DataValue> Read(DataValue document)
    {
        var members = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        if (!document.IsObject) return members;
        foreach (var member in document.Element.EnumerateObject()) members[member.Name] = new DataValue(member.Value);
        return members;
    }
}
