using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>The listener for probes and metrics; it changes nothing and shows no data.</summary>
internal sealed class DiagnosticsOptions : IValidatableObject
{
    /// <summary>Address and port to listen on; `[::]` is every address of IPv6 and IPv4.</summary>
    public string Listen { get; set; } = "[::]:8282";

    /// <summary>Open connections; for a further one that has been without a request for longest is closed. Default 256.</summary>
    [Range(1, 100_000)]
    public int MaximumConnections { get; set; } = 256;

    internal ConnectionLimits Connections => new(MaximumConnections, MaximumConnections);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Listen, out _)) yield return new($"is `{Listen}`, not {ListenAddress.Expected}", [nameof(Listen)]);
    }
}
