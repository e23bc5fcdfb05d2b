using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Core.Sync;

/// <summary>What has to be known before anything is decided.</summary>
internal sealed class SyncOptions : IValidatableObject
{
    /// <summary>The sources that must have declared their whole set. One enforcing policy in force is needed in any case; without a required source it is enough: for development only.</summary>
    public ImmutableArray<string> RequiredSources { get; set; } = ["mgmt"];

    /// <summary>How long the last agreed declaration of a source is good, in seconds.</summary>
    [Range(1, 86_400)]
    public int MaximumAgeSeconds { get; set; } = 300;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RequiredSources.FirstOrDefault(static name => !SourceName.IsValid(name)) is { } bad) yield return new($"has `{bad}`, which is {SourceName.Expected}", [nameof(RequiredSources)]);
    }
}
