using System.Text.Json;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Changes;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Audit;

/// <summary>Decisions of the stock Kubernetes policy about 256 pods, to be recorded.</summary>
internal sealed class AuditScene : IDisposable
{
    private const int Pods = 256;
    private const string Id = "argos/stock/kubernetes.csx";

    private readonly TokenVerification _tokens = new();
    private readonly Snapshot _snapshot;
    private readonly InstanceConfirmation[] _confirmations;

    private AuditScene(Snapshot snapshot, InstanceConfirmation[] confirmations) => (_snapshot, _confirmations) = (snapshot, confirmations);

    public static async Task<AuditScene> CreateAsync()
    {
        using var population = new Population(Pods, Pods);
        var data = Put(Put(Put(DataTree.Empty, DataPath.Pods, population.Collection()), DataPath.ClusterKeys, population.Keys), DataPath.Providers.Append(SampleNames.Provider), population.Settings);
        var source = await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx"));
        using var activator = new PolicyActivator(static (id, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, text, cancellation)), static _ => null);
        var activation = await activator.ActivateAsync(Id, source, null, CancellationToken.None);
        return new AuditScene(new Snapshot(PolicySet.Empty.With(activation.Policy!), data, 1), [.. population.Confirmations.Select(Read)]);
    }

    /// <summary>The record of the policy's activation, with its text.</summary>
    public ChangeRecord Activation()
    {
        var policy = _snapshot.Policies.Find(Id)!;
        return new ChangeRecord
        {
            Time = TimeProvider.System.GetUtcNow(),
            Source = "mgmt",
            Kind = ChangeKinds.Policy,
            Action = ChangeActions.Activated,
            Subject = Id,
            After = policy.ContentHash,
            Mode = "enforce",
            Text = policy.Source,
        };
    }

    /// <summary>The records of one decision about each pod.</summary>
    public AuditRecord[] Records(bool evidence)
    {
        var evaluator = new Evaluator(_tokens, TimeProvider.System, evidence: evidence);
        return [.. _confirmations.Select((confirmation, i) => Complete(confirmation, Decide(evaluator, confirmation, i)))];
    }

    /// <summary>The request of a record, as the decision has it.</summary>
    public InstanceConfirmation Confirmation(int index) => _confirmations[index % _confirmations.Length];

    /// <summary>The record as the engine makes it.</summary>
    public static AuditRecord Complete(InstanceConfirmation confirmation, Decision decision) => Bare(confirmation, decision) with { Requested = RequestedNames.Of(confirmation) };

    /// <summary>The record without names, requested attributes, settings, documents and digests.</summary>
    public static AuditRecord Bare(InstanceConfirmation confirmation, Decision decision) => new()
    {
        Time = TimeProvider.System.GetUtcNow(),
        Operation = InstanceOperation.Register,
        Decision = decision,
        DecisionId = decision.Id,
        Caller = "sys.auth.zts",
        Status = 200,
        Elapsed = TimeSpan.FromMicroseconds(42),
        Provider = confirmation.Provider,
        Domain = confirmation.Domain,
        Service = confirmation.Service,
        InstanceId = confirmation.Attributes.GetValueOrDefault(AttributeNames.InstanceId),
        Attestation = AttestationDigest.Of(confirmation.AttestationData),
    };

    public void Dispose() => _tokens.Dispose();

    private Decision Decide(Evaluator evaluator, InstanceConfirmation confirmation, int index)
    {
        var input = PolicyInputReader.Read(confirmation, InstanceOperation.Register).Input!;
        var decision = evaluator.Evaluate(_snapshot, input, TimeProvider.System.GetUtcNow()).ToDecision(DecisionId.New(TimeProvider.System.GetUtcNow()));
        return decision.Outcome == DecisionOutcome.Allowed ? decision : throw new InvalidOperationException($"decision {index}: {string.Join(", ", decision.Codes)}");
    }

    private static DataTree Put(DataTree tree, DataPath path, string json)
    {
        using var document = JsonDocument.Parse(json);
        return tree.With(path, document.RootElement).Tree!;
    }

    private static InstanceConfirmation Read(byte[] confirmation)
    {
        using var document = JsonDocument.Parse(confirmation);
        return InstanceConfirmationJson.TryRead(document.RootElement, out var read, out var problem) ? read : throw new InvalidOperationException(problem);
    }
}
