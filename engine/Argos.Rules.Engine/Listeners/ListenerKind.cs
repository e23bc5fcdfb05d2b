namespace Argos.Rules.Engine.Listeners;

/// <summary>The three doors of the engine.</summary>
internal enum ListenerKind
{
    /// <summary>ZTS calls here, over mTLS.</summary>
    Callback,

    /// <summary>mgmt and people on the same machine call here, over loopback.</summary>
    Management,

    /// <summary>Probes and scrapers call here.</summary>
    Diagnostics,
}
