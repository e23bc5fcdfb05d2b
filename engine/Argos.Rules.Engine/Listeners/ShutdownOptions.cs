using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Engine.Listeners;

/// <summary>How the engine stops.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>Seconds after SIGTERM in which callbacks are still answered while readiness has dropped, so that no new ones are routed here.</summary>
    [Range(0, 300)]
    public double WaitSeconds { get; set; } = 5;

    /// <summary>Seconds that running requests may then take to end before they are cut.</summary>
    [Range(0, 300)]
    public double DrainSeconds { get; set; } = 10;
}
