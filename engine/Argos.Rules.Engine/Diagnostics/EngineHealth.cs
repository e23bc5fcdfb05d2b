using System.Collections.Immutable;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>Whether this engine should get callbacks. It drops the moment the process is asked to stop, while callbacks are still answered.</summary>
internal sealed class EngineHealth(IReadiness readiness, SnapshotStore store, CertificateStore certificates, IHostApplicationLifetime life)
    : IEngineHealth
{
    public const string Stopping = "the engine is stopping";

    public const string NoCertificate = "the server certificate has not been obtained yet";

    /// <inheritdoc/>
    public ImmutableArray<string> NotReadyReasons() =>
    [
        .. life.ApplicationStopping.IsCancellationRequested ? [Stopping] : ImmutableArray<string>.Empty,
        .. certificates.Current is null ? [NoCertificate] : ImmutableArray<string>.Empty,
        .. readiness.NotReadyReasons(store.Current),
    ];
}
