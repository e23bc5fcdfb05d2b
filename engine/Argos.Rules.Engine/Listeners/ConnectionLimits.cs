namespace Argos.Rules.Engine.Listeners;

/// <summary>How many connections a listener has, and how long they may do nothing.</summary>
/// <param name="Maximum">Open at the same time, those in the handshake included.</param>
/// <param name="PerAddress">Open at the same time from one address (of IPv6, one /64).</param>
/// <param name="Idle">How long a connection may be without a request, before the first as after one; <see langword="null"/> for as long as the server allows.</param>
internal sealed record ConnectionLimits(int Maximum, int PerAddress, TimeSpan? Idle = null)
{
    /// <summary>At most so many.</summary>
    public ConnectionLimits Cut(int maximum) => Maximum <= maximum
        ? this
        : this with { Maximum = Math.Max(1, maximum), PerAddress = Math.Max(1, (int)((long)PerAddress * maximum / Maximum)) };
}

/// <summary>The limits of all listeners, as they are set.</summary>
/// <param name="Callback">What ZTS calls.</param>
/// <param name="Management">What mgmt calls.</param>
/// <param name="Diagnostics">What probes call.</param>
internal sealed record ConnectionSettings(ConnectionLimits Callback, ConnectionLimits Management, ConnectionLimits Diagnostics)
{
    /// <summary>How many connections all listeners together may have.</summary>
    public long Total => (long)Callback.Maximum + Management.Maximum + Diagnostics.Maximum;

    /// <summary>
    /// What fits a process that may have so many: management and diagnostics keep theirs as long as each takes no more than a quarter, for
    /// mgmt and probes must get in whatever the callback listener has to bear.
    /// </summary>
    public ConnectionSettings Fit(int connections)
    {
        if (Total <= connections) return this;
        var (management, diagnostics) = (Management.Cut(connections / 4), Diagnostics.Cut(connections / 4));
        return new(Callback.Cut(connections - management.Maximum - diagnostics.Maximum), management, diagnostics);
    }
}
