using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Core.Facts.Sources;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Canaries;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Management.Journal;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.State;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Engine;

/// <summary>Puts together the components that know and decide: policies, data, sources, decisions, dry runs, management.</summary>
internal static class EngineCore
{
    public static void AddPolicies(IServiceCollection services)
    {
        services.AddSingleton<CompileWorkerHost>();
        services.AddSingleton<PolicyCache>();
        services.AddSingleton<CachedCompiler>();
        services.AddHostedService<CompilerStart>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton(static s => new PolicyActivator(
            (id, source, cancellation) => MeasuredAsync(s, s.GetRequiredService<CachedCompiler>().CompileAsync, id, source, cancellation),
            id => s.GetRequiredService<SnapshotStore>().Current.Policies.Find(id),
            s.GetRequiredService<ScriptingOptions>().PolicyBudget(), s.GetRequiredService<ILogger<PolicyActivator>>()));
    }

    public static void AddSync(IServiceCollection services)
    {
        services.AddSingleton<EngineIdentity>();
        services.AddSingleton<SyncRegistry>();
        services.AddSingleton<RefreshRequests>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<IReadiness>(static s => s.GetRequiredService<Readiness>());
    }

    /// <summary>What an earlier start has known. It is added before what listens, so that this start knows it before anybody asks.</summary>
    public static void AddState(IServiceCollection services)
    {
        services.AddSingleton<StateVault>();
        services.AddSingleton<RestoredPolicies>();
        services.AddSingleton<RestoreJournal>();
        services.AddHostedService<StateRestore>();
        services.AddHostedService<StateWriter>();
    }

    public static void AddDecisions(IServiceCollection services)
    {
        services.AddSingleton(static _ => new TokenVerification());
        services.AddSingleton<PolicySuspension>();
        services.AddSingleton(static s => new Evaluator(
            s.GetRequiredService<TokenVerification>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<RefreshRequests>().Request,
            s.GetRequiredService<PolicySuspension>(), s.GetRequiredService<DecisionOptions>().Budget(), s.GetRequiredService<AuditOptions>().Evidence));
        services.AddSingleton<FactMetrics>();
        services.AddSingleton(static s => new FactSources(
            s.GetRequiredService<FactsOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<CertificateStore>()));
        services.AddSingleton<IFactSource>(static s => new FactService(
            s.GetRequiredService<FactSources>().All, s.GetRequiredService<FactsOptions>(), s.GetRequiredService<FactMetrics>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<FactService>>()));
        services.AddSingleton(static s => new Decider(
            s.GetRequiredService<SnapshotStore>(), s.GetRequiredService<Evaluator>(), s.GetRequiredService<DecisionOptions>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IReadiness>(), s.GetRequiredService<RefreshRequests>(), s.GetRequiredService<IFactSource>(),
            s.GetRequiredService<IShadows>()));
        services.AddSingleton<IDecider>(static s => s.GetRequiredService<Decider>());
    }

    /// <summary>What is not in force runs in a process of its own, and what only looks on, too.</summary>
    public static void AddTrial(IServiceCollection services)
    {
        services.AddSingleton<TrialProcess>();
        services.AddSingleton<ITrial>(static s => s.GetRequiredService<TrialProcess>());
        services.AddSingleton<ShadowDifferences>();
        services.AddSingleton<ShadowQueue>();
        services.AddSingleton<IShadows>(static s => s.GetRequiredService<ShadowQueue>());
        services.AddHostedService(static s => s.GetRequiredService<ShadowQueue>());
        services.AddSingleton<AdmissionGate>();
    }

    public static void AddDryRun(IServiceCollection services)
    {
        // Candidates neither come from the cache nor go into it.
        services.AddSingleton(static s =>
        {
            var (compiler, store) = (s.GetRequiredService<CompileWorkerHost>(), s.GetRequiredService<SnapshotStore>());
            return new CandidatePolicies(new PolicyActivator(
                (id, source, cancellation) => MeasuredAsync(s, compiler.CompileAsync, id, source, cancellation), id => store.Current.Policies.Find(id),
                s.GetRequiredService<ScriptingOptions>().PolicyBudget()), load: false);
        });
        services.AddSingleton(static s => new TracedPolicies(
            s.GetRequiredService<CompileWorkerHost>().CompileTracedAsync, s.GetRequiredService<ScriptingOptions>().PolicyBudget()));
        services.AddSingleton<DryRunFacts>();
        services.AddSingleton(static s => new DryRunner(
            () => s.GetRequiredService<SnapshotStore>().Current,
            s.GetRequiredService<ITrial>(),
            s.GetRequiredService<CandidatePolicies>(),
            s.GetRequiredService<TracedPolicies>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<DryRunFacts>()));
        services.AddSingleton<CanaryRun>();
        services.AddHostedService(static s => s.GetRequiredService<CanaryRun>());
    }

    public static void AddManagement(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(new ConfigurationView(EngineSettings.Sections.ToImmutableSortedDictionary(static s => s.Name, s => settings.All[s.Options], StringComparer.Ordinal)));
        services.AddSingleton(static s => new BearerToken(s.GetRequiredService<ManagementOptions>().TokenFile, s.GetRequiredService<ILogger<BearerToken>>()));
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<ManagementWarnings>();
        services.AddHostedService(static s => s.GetRequiredService<ManagementWarnings>());
        services.AddSingleton<DataEndpoints>();
        services.AddSingleton<IPolicyActivator>(static s => s.GetRequiredService<PolicyActivator>());
        services.AddSingleton<RefusedPolicies>();
        services.AddSingleton<PolicyJournal>();
        services.AddSingleton<DocumentJournal>();
        services.AddSingleton<SourceJournal>();
        services.AddSingleton<PolicyEndpoints>();
        services.AddSingleton<IDryRunner>(static s => s.GetRequiredService<DryRunner>());
        services.AddSingleton<DecisionEndpoints>();
        services.AddSingleton(static s => ActivatorUtilities.CreateInstance<SyncEndpoints>(
            s, (s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping)));
        services.AddSingleton<ISuspensionStatus>(static s => s.GetRequiredService<PolicySuspension>());
        services.AddSingleton<SettingsReview>();
        services.AddSingleton<EngineUse>();
        services.AddSingleton<StatusEndpoints>();
        services.AddSingleton(static s => ActivatorUtilities.CreateInstance<ManagementApi>(s, ManagementRoutes.Table(
            s.GetRequiredService<DataEndpoints>(),
            s.GetRequiredService<PolicyEndpoints>(),
            s.GetRequiredService<DecisionEndpoints>(),
            s.GetRequiredService<SyncEndpoints>(),
            s.GetRequiredService<StatusEndpoints>(),
            s.GetRequiredService<CallbackHandler>().HandleAsync)));
    }

    /// <summary>Lets the metrics see what the components hold.</summary>
    public static void Observe(IServiceProvider services)
    {
        var metrics = services.GetRequiredService<EngineMetrics>();
        var store = services.GetRequiredService<SnapshotStore>();
        var registry = services.GetRequiredService<SyncRegistry>();
        var readiness = services.GetRequiredService<IReadiness>();
        var decider = services.GetRequiredService<Decider>();
        metrics.ObserveReady(() => readiness.NotReadyReasons(store.Current).IsEmpty);
        metrics.ObservePods(() => store.Current.Data.PodCount);
        metrics.ObservePolicies(() => store.Current.Policies.Count);
        metrics.ObserveRevision(() => store.Current.Revision);
        metrics.ObserveWaiting(() => decider.Waiting);
        var suspension = services.GetRequiredService<PolicySuspension>();
        metrics.ObserveSuspended(() => store.Current.Policies.All.Count(policy => suspension.Status(policy) is { Whole: true }));
        var vault = services.GetRequiredService<StateVault>();
        if (vault.IsWanted) metrics.ObserveState(() => vault.Status.SavedAt, () => registry.All.Any(static source => source.IsRestored));
        metrics.ObserveSync(() => registry.Status().Select(static source => (source.Name, source.AgeSeconds, source.Complete)));
    }

    /// <summary>Lets the status see how much of the limits is used, and the certificate.</summary>
    public static void ObserveUse(IServiceProvider services)
    {
        var use = services.GetRequiredService<EngineUse>();
        var (store, decider, audit) = (services.GetRequiredService<SnapshotStore>(), services.GetRequiredService<Decider>(), services.GetRequiredService<AuditLog>());
        var connections = services.GetRequiredService<ListenerConnections>();
        foreach (var kind in Enum.GetValues<ListenerKind>())
        {
            var limiter = connections.Of(kind);
            use.Observe($"{kind}:MaximumConnections", limiter.Maximum, () => limiter.Open);
        }
        var (callback, calls) = (services.GetRequiredService<CallbackOptions>(), services.GetRequiredService<CallbackHandler>());
        use.Observe("Callback:MaximumConcurrent", callback.MaximumConcurrent, () => calls.Running);
        use.Observe("Callback:MaximumBytesInWork", callback.MaximumBytesInWork, () => calls.BytesInWork);
        use.Observe("Decisions:MaximumWaiting", services.GetRequiredService<DecisionOptions>().MaximumWaiting, () => decider.Waiting);
        var policies = services.GetRequiredService<PolicyLimits>();
        use.Observe("Policies:Maximum", policies.Maximum, () => store.Current.Policies.Count);
        use.Observe("Policies:MaximumBytes", policies.MaximumBytes, () => store.Current.Policies.All.Sum(static policy => policy.Bytes));
        var options = services.GetRequiredService<AuditOptions>();
        use.Observe("Audit:QueueLength", options.QueueLength, () => audit.Count);
        use.Observe("Audit:QueueBytes", options.QueueBytes, () => audit.QueuedBytes);
        var certificates = services.GetRequiredService<CertificateStore>();
        use.ObserveCertificate(() => certificates.Current is { } current ? new CertificateStatus(current.Subject, current.Sha256, current.NotAfter) : null);
    }

    private static async Task<CompileResult> MeasuredAsync(
        IServiceProvider services, Func<string, string, CancellationToken, Task<CompileResult>> compile, string id, string source, CancellationToken cancellation)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var result = await compile(id, source, cancellation);
        services.GetRequiredService<EngineMetrics>().Compiled(result.Policy is not null, time.GetElapsedTime(started));
        return result;
    }
}
