using System.Collections.Immutable;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>What the leading comment block of a policy says.</summary>
internal sealed record FrontMatter
{
    /// <summary>A sentence for people.</summary>
    public string? Title { get; init; }

    /// <summary>Globs over the confirmation's provider: <c>*</c> stands for any characters.</summary>
    public ImmutableArray<string> Providers { get; init; } = ["*"];

    /// <summary>Whether it is evaluated and recorded but never decides.</summary>
    public bool Shadow { get; init; }

    /// <summary>The settings that it reads.</summary>
    public SettingsSchema Settings { get; init; } = SettingsSchema.Empty;
}
