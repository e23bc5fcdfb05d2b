using System.Collections.Immutable;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>Whether this engine should get callbacks. It drops the moment the process is asked to stop, while callbacks are still answered.</summary>
internal sealed class EngineHealth(Func<ImmutableArray<string>> notReadyBecause, CancellationToken stopping)
{
    public const string Stopping = "the engine is stopping";

    public const string NoCertificate = "the server certificate has not been obtained yet";

    /// <summary>The reasons; empty when ready.</summary>
    public ImmutableArray<string> NotReadyBecause() => stopping.IsCancellationRequested ? [Stopping, .. notReadyBecause()] : notReadyBecause();
}
