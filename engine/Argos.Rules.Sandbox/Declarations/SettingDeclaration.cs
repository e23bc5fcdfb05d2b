using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>What the front matter of a policy says of one setting.</summary>
/// <param name="Name">Its name in the settings document.</param>
/// <param name="Kind">Its type.</param>
internal sealed record SettingDeclaration(string Name, SettingKind Kind)
{
    /// <summary>Whether it must be there, and not be empty.</summary>
    public bool Required { get; init; }

    /// <summary>Another setting that may be there instead; one of the two must be there and not be empty.</summary>
    public string? RequiredUnless { get; init; }

    /// <summary>Whether it is the region at the end of the provider's name when it is left out; needed when that name ends with none.</summary>
    public bool FromProviderRegion { get; init; }

    /// <summary>What is read when it is left out.</summary>
    public DataValue Default { get; init; }

    /// <summary>The only texts that may be there; all when empty.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>The least number.</summary>
    public long? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public long? Maximum { get; init; }

    /// <summary>The form of each text.</summary>
    public TextFormat? Format { get; init; }

    /// <summary>The members of an object.</summary>
    public SettingsSchema Members { get; init; } = SettingsSchema.Empty;

    /// <summary>One line for people.</summary>
    public string? Help { get; init; }
}
