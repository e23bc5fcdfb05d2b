using System.Collections.Immutable;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>A decider on a store and a clock of its own.</summary>
internal sealed class DecisionBench : IDisposable
{
    public const string Provider = "k8s.c1.identityd";

    private readonly TokenVerification _tokens = new();
    private readonly EngineMetrics _metrics = new();

    public DecisionBench()
    {
        Suspension = new PolicySuspension(Suspensions, Time, _metrics, Log);
        Evaluator = new Evaluator(_tokens, Time, suspension: Suspension);
        Decider = NewDecider();
    }

    public ManualTime Time { get; } = new();

    public SnapshotStore Store { get; } = new();

    public DecisionOptions Options { get; } = new();

    public SuspensionOptions Suspensions { get; } = new();

    public PolicySuspension Suspension { get; }

    public RecordedLog<PolicySuspension> Log { get; } = new();

    public string Metrics => _metrics.Exporter.Scrape();

    public Evaluator Evaluator { get; }

    /// <summary>Decisions that shadow policies were to look at.</summary>
    public RecordedShadows Shadows { get; } = new();

    /// <summary>Where what decisions wait for comes from.</summary>
    public RecordedOrigin Origin { get; } = new();

    /// <summary>What decisions waited for.</summary>
    public List<string> Pending => Origin.Asked;

    public Decider Decider { get; private set; }

    public ImmutableArray<string> NotReadyReasons { get; set; } = [];

    /// <summary>The first revision that may be decided with.</summary>
    public long ReadySince { get; set; }

    /// <summary>Happens right after the engine was found to be ready, or not.</summary>
    public Action AfterReady { get; set; } = static () => { };

    /// <summary>Begins again with so many places for decisions that wait.</summary>
    public void LimitWaiting(int places)
    {
        Options.MaximumWaiting = places;
        Decider = NewDecider();
    }

    /// <summary>Puts a script into force, as a writer would.</summary>
    public async Task ScriptAsync(string id, string source)
    {
        using var activator = new PolicyActivator((name, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(name, text, cancellation)), static _ => null);
        var result = await activator.ActivateAsync(id, source, null, default);
        Assert.That(result.Policy, Is.Not.Null, string.Join('\n', result.Diagnostics));
        Store.ChangePolicies(policies => policies.With(result.Policy!));
    }

    /// <summary>Puts a policy into force that is a delegate: for what a script cannot easily do.</summary>
    public void Policy(string id, Func<PolicyContext, Outcome> evaluate, bool shadow = false) =>
        Store.ChangePolicies(policies => policies.With(new ActivePolicy(id, "", "hash-" + id, new FrontMatter { Shadow = shadow }, evaluate, null)));

    public void Put(string path, string json) =>
        Assert.That(Store.ChangeData(tree => tree.With(Json.Path(path), Json.Value(json))).Problem, Is.Null);

    public Task<Decision> DecideAsync(string? attestation = null, string provider = Provider, params (string Name, string Value)[] attributes) =>
        Decider.DecideAsync(Confirmation(attestation, provider, attributes), InstanceOperation.Register, default);

    public static InstanceConfirmation Confirmation(string? attestation = null, string provider = Provider, params (string Name, string Value)[] attributes) =>
        new(provider, "media.sports", "api", attestation, attributes.ToImmutableDictionary(a => a.Name, a => a.Value));

    private Decider NewDecider() => new(Store, Evaluator, Options, Time, new FakeReadiness(AskReady), Origin, shadows: Shadows);

    private ImmutableArray<string> AskReady(Snapshot snapshot)
    {
        var reasons = snapshot.Revision < ReadySince ? ["older"] : NotReadyReasons;
        AfterReady();
        return reasons;
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _metrics.Dispose();
    }
}
