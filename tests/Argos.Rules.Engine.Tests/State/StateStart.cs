using Argos.Rules.Compiler;
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
using Argos.Rules.Engine.State;
using Argos.Rules.Engine.Tests.Audit;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.State;

/// <summary>One start of an engine with a state folder: what holds the set, and what keeps and takes it.</summary>
internal sealed class StateStart : IDisposable
{
    private readonly TokenVerification _tokens = new();
    private readonly PolicyActivator _activator;
    private readonly StateRestore _restore;
    private readonly StateWriter _writer;

    public StateStart(StateOptions options, ManualTime time)
    {
        var identity = new EngineIdentity(time);
        Registry = new SyncRegistry(Store, identity, time);
        Readiness = new Readiness(Sync, Registry, Store);
        Vault = new StateVault(options, VaultLog);
        _activator = new PolicyActivator(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), static _ => null);
        var gate = new AdmissionGate(new PolicyCache(new ScriptingOptions { ShippedDirectory = null }, time, NullLogger<PolicyCache>.Instance), new LocalTrial(new Evaluator(_tokens, time)));
        _restore = new StateRestore(
            Vault, new RestoredPolicies(_activator, gate, new PolicyLimits()), Store, Registry, Sync, new RestoreJournal(Changes, new AuditOptions { Evidence = true }, Metrics), time, RestoreLog);
        _writer = new StateWriter(options, Vault, Store, Registry, Readiness, Metrics, time, NullLogger<StateWriter>.Instance);
        EngineId = identity.Id;
    }

    public string EngineId { get; }

    public SyncOptions Sync { get; } = new();

    public SnapshotStore Store { get; } = new();

    public SyncRegistry Registry { get; }

    public Readiness Readiness { get; }

    public StateVault Vault { get; }

    public EngineMetrics Metrics { get; } = new();

    public FakeChangeLog Changes { get; } = new();

    public RecordedLog<StateVault> VaultLog { get; } = new();

    public RecordedLog<StateRestore> RestoreLog { get; } = new();

    public async Task PutAsync(string id, string text, string? owner = "mgmt")
    {
        var active = await _activator.ActivateAsync(id, text, owner, default);
        Assert.That(active.Policy, Is.Not.Null, string.Join('\n', active.Diagnostics));
        Store.ChangePolicies(policies => policies.With(active.Policy!));
    }

    public void Put(string path, string json)
    {
        Assert.That(Store.ChangeData(tree => tree.With(Json.Path(path), Json.Value(json))).Problem, Is.Null);
        Registry.RecordWrite("mgmt", [Json.Path(path)]);
    }

    /// <summary>mgmt says that what is held is its whole set.</summary>
    public void Declare(double ageSeconds = 0)
    {
        var held = Registry.InventoryOf("mgmt");
        var outcome = Registry.Declare("mgmt", new SyncDeclaration
        {
            EngineId = EngineId,
            Generation = 7,
            Policies = PolicyHashes.Of(Store.Current.Policies.All.Where(static policy => policy.Owner == "mgmt")) is var digest ? new DigestRecord(digest.Count, digest.Hex) : null!,
            Resources = held.Resources,
            AgeSeconds = ageSeconds,
        });
        Assert.That(outcome, Is.InstanceOf<SyncOutcome.Agreed>());
    }

    public void Save() => _writer.Save();

    public Task RestoreAsync() => _restore.StartAsync(default);

    public void Dispose()
    {
        _writer.Dispose();
        _activator.Dispose();
        _tokens.Dispose();
        Metrics.Dispose();
    }
}
