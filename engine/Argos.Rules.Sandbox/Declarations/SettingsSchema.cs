using System.Collections.Frozen;
using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>The settings that a policy reads, as its front matter declares them.</summary>
internal sealed class SettingsSchema
{
    private readonly FrozenDictionary<string, SettingDeclaration> _byName;

    /// <summary>Makes a schema; no two declarations have the same name.</summary>
    public SettingsSchema(ImmutableArray<SettingDeclaration> declarations)
    {
        All = declarations;
        _byName = declarations.ToFrozenDictionary(static d => d.Name, StringComparer.Ordinal);
        Defaults = declarations.Where(static d => d.Default.Exists).ToFrozenDictionary(static d => d.Name, static d => d.Default, StringComparer.Ordinal);
    }

    /// <summary>No settings.</summary>
    public static SettingsSchema Empty { get; } = new([]);

    /// <summary>The declarations, in the order of the front matter.</summary>
    public ImmutableArray<SettingDeclaration> All { get; }

    /// <summary>The values of settings that a document leaves out.</summary>
    public FrozenDictionary<string, DataValue> Defaults { get; }

    /// <summary>Whether nothing is declared.</summary>
    public bool IsEmpty => All.IsEmpty;

    /// <summary>Whether the policy cannot do without a document.</summary>
    public bool NeedsDocument => All.Any(static d => d.Required || d.RequiredUnless is not null);

    /// <summary>The declaration of a setting; <see langword="null"/> when there is none.</summary>
    public SettingDeclaration? Find(string name) => _byName.GetValueOrDefault(name);
}
