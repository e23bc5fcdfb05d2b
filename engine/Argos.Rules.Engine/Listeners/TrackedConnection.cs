using System.Net;

namespace Argos.Rules.Engine.Listeners;

/// <summary>A connection that a <see cref="ConnectionLimiter"/> has admitted. Its members are guarded by the limiter's lock.</summary>
/// <param name="address">Where it comes from.</param>
/// <param name="abort">Closes it.</param>
internal sealed class TrackedConnection(IPAddress address, Action abort)
{
    /// <summary>Where it comes from, as it is counted.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Its requests that are being answered.</summary>
    public int Requests { get; set; }

    /// <summary>Since when it has had none.</summary>
    public long IdleSince { get; set; }

    /// <summary>Its place among those without a request; <see langword="null"/> while it has one, and when it is no longer counted.</summary>
    public LinkedListNode<TrackedConnection>? IdleNode { get; set; }

    /// <summary>Whether it no longer counts.</summary>
    public bool Gone { get; set; }

    /// <summary>Closes it, whatever it is doing.</summary>
    public void Abort() => abort();
}
