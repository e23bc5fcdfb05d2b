using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Engine.Canaries;

/// <summary>Requests whose answers are known: asked again and again as dry runs over the live policies.</summary>
internal sealed class CanaryOptions : IValidatableObject
{
    /// <summary>A JSON file `{"cases": [{"name": ..., "expect": "allowed" or "denied", "request": the body of /v1/dryrun}]}`; read each time. Empty for none.</summary>
    public string File { get; set; } = "";

    /// <summary>Seconds between two rounds.</summary>
    [Range(5, 86_400)]
    public int Seconds { get; set; } = 60;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (File.Length > 0 && CanaryFile.TryRead(File, out var problem) is null) yield return new(problem, [nameof(File)]);
    }
}
