using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Management;

/// <summary>One request that passed the guard.</summary>
/// <param name="Http">The request.</param>
/// <param name="Rest">What stands behind the route's prefix, still percent-encoded, without a slash at its beginning.</param>
internal readonly record struct ManagementCall(HttpContext Http, string Rest)
{
    /// <summary>The source that writes; <see langword="null"/> for a person.</summary>
    public string? Source => Http.Request.Headers[Headers.Source].ToString() is { Length: > 0 } source ? source : null;

    /// <summary>The object that what it writes comes from; <see langword="null"/> when it does not say.</summary>
    public ObjectOrigin? Origin => ObjectOrigin.Read(Http.Request.Headers[Headers.Origin].ToString());

    public CancellationToken Cancellation => Http.RequestAborted;
}
