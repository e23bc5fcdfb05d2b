namespace Argos.Rules.Core.Telemetry;

/// <summary>The connections of a listener.</summary>
/// <param name="Listener">Its name.</param>
/// <param name="Open">How many are open.</param>
/// <param name="Dropped">How many were closed to make room, or for being without a request for too long.</param>
/// <param name="Refused">How many were refused because all others had requests.</param>
internal sealed record ListenerUse(string Listener, int Open, long Dropped, long Refused);
