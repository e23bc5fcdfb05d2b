using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.TokenReviews;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>All settings, checked.</summary>
internal sealed record MgmtOptions(
    SourceOptions Source, EngineOptions Engine, SyncOptions Sync, KeysOptions Keys, StatusOptions Status, DiagnosticsOptions Diagnostics, ReviewOptions Review, OtlpOptions Otlp, LogLevel LogLevel);
