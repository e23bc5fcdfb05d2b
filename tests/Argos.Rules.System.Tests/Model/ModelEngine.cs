using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Changes;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Management.Journal;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.System.Tests.Model;

/// <summary>
/// One start of the engine: the real components from the management API to the decision. Only scripts are not compiled again.
/// </summary>
internal sealed class ModelEngine : IDisposable
{
    private static readonly PolicyCache NoCache = new(
        new ScriptingOptions { ShippedDirectory = null }, TimeProvider.System, NullLogger<PolicyCache>.Instance);

    private readonly TokenVerification _tokens = new();
    private readonly EngineMetrics _metrics = new();
    private readonly ManagementApi _api;
    private readonly Readiness _readiness;
    private readonly Decider _decider;
    private readonly SnapshotStore _store = new();
    private readonly RefreshRequests _requests = new();
    private int _declarations;

    public ModelEngine(TimeProvider time)
    {
        var (management, sync) = (new ManagementOptions(), new SyncOptions());
        var identity = new EngineIdentity(time);
        var changes = new NoChanges();
        var registry = new SyncRegistry(_store, identity, time);
        _readiness = new Readiness(sync, registry, _store);
        _decider = new Decider(_store, new Evaluator(_tokens, time), new DecisionOptions(), time, _readiness, _requests);
        var token = new BearerToken(management.TokenFile, NullLogger<BearerToken>.Instance);
        var settings = new SettingsReview(_store);
        var decisions = new ModelDecisions(_decider);
        var table = ManagementRoutes.Table(
            new DataEndpoints(_store, registry, new DocumentJournal(changes, _store, time), management),
            new PolicyEndpoints(_store, registry, new ModelActivator(), new AdmissionGate(NoCache, new ModelTrial()), new PolicyLimits(), new PolicyJournal(changes, new RefusedPolicies(), _metrics, new AuditOptions(), _store, time), management),
            new DecisionEndpoints(decisions, decisions, management),
            new SyncEndpoints(registry, _readiness, _requests, identity, new SourceJournal(changes, _store, time), settings, management, (time, CancellationToken.None)),
            new StatusEndpoints(
                _store, registry, _readiness, identity, new ConfigurationView(ImmutableSortedDictionary<string, object>.Empty), decisions,
                new RefusedPolicies(), new ShadowDifferences(_metrics, time),
                new ManagementWarnings(token, NullLogger<ManagementWarnings>.Instance), settings,
                new StateVault(new StateOptions(), NullLogger<StateVault>.Instance), new EngineUse()),
            AnswerAsync);
        _api = new ManagementApi(table, new RequestGuard(identity, registry, token), identity, NullLogger<ManagementApi>.Instance);
    }

    /// <summary>Whether anybody has said to this engine that a set is complete.</summary>
    public bool WasDeclaredTo => Volatile.Read(ref _declarations) > 0;

    /// <summary>Why it does not decide.</summary>
    public ImmutableArray<string> NotReadyReasons => _readiness.NotReadyReasons();

    /// <summary>The policies in force: texts by id.</summary>
    public IReadOnlyDictionary<string, string> Policies => _store.Current.Policies.All.ToDictionary(static policy => policy.Id, static policy => policy.Source, StringComparer.Ordinal);

    /// <summary>The whole data tree.</summary>
    public JsonObject Data()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            if (!_store.Current.Data.TryWrite(DataPath.Root, writer)) return [];
        }
        return JsonNode.Parse(Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)))!.AsObject();
    }

    public Task HandleAsync(HttpContext http)
    {
        if (HttpMethods.IsPut(http.Request.Method) && http.Request.Path.StartsWithSegments("/v1/sync")) Interlocked.Increment(ref _declarations);
        return _api.HandleAsync(http);
    }

    /// <summary>A decision that waits for a path does this.</summary>
    public void Want(string path) => _requests.Request(path);

    /// <summary>Those who wait to hear that something does not exist.</summary>
    public Absences Absences => _requests.Absences;

    public async Task<DecisionOutcome> AskAsync(ModelPod pod)
    {
        var confirmation = new InstanceConfirmation("k8s.model.identityd", pod.Namespace, pod.Name, pod.Uid);
        var decision = await _decider.DecideAsync(confirmation, InstanceOperation.Register, CancellationToken.None);
        return decision.Outcome;
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _metrics.Dispose();
    }

    // As the callback listener answers, but for the admission of clients.
    private async Task AnswerAsync(HttpContext http, InstanceOperation operation)
    {
        var confirmation = await http.Request.ReadFromJsonAsync<InstanceConfirmation>(http.RequestAborted);
        var decision = await _decider.DecideAsync(confirmation!, operation, http.RequestAborted);
        await CallbackResponse.WriteAsync(http.Response, confirmation!, decision, new AnswerStatus(refuseRefresh: false)
            .Of(operation, decision), http.RequestAborted);
    }

    private sealed class ModelActivator : IPolicyActivator
    {
        public Task<ActivationResult> PrepareAsync(string id, string source, string? owner, CancellationToken cancellation) => ModelTexts.ActivateAsync(id, source, owner);

        public ActivationResult Enter(ActivePolicy prepared) => new(prepared, []);
    }

    private sealed class NoChanges : IChangeLog
    {
        public void Add(ChangeRecord change)
        {
        }
    }

    private sealed class ModelTrial : ITrial
    {
        public Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation) =>
            Task.FromResult(ImmutableArray<Diagnostic>.Empty);
    }
}
