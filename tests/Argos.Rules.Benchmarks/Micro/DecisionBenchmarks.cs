using System.Security.Cryptography;
using System.Text.Json;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using BenchmarkDotNet.Attributes;

namespace Argos.Rules.Benchmarks.Micro;

/// <summary>The parts of a decision by the stock Kubernetes policy, with 1,000 and with 50,000 pods beside the one that asks.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks : IDisposable
{
    private const int Tokens = 4_096;

    private readonly RSA _key = RSA.Create(2048);
    private readonly byte[] _hash = SHA256.HashData("a token"u8);
    private byte[] _signature = [];
    private PolicyInput[] _inputs = [];
    private Snapshot _snapshot = Snapshot.Empty;
    private Evaluator? _evaluator;
    private Evaluator? _forgetful;
    private TokenVerification? _remembering;
    private TokenVerification? _forgetting;
    private TokenExpectation? _expectation;
    private int _next;

    /// <summary>How many pods are replicated.</summary>
    [Params(1_000, 50_000)]
    public int Pods { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _signature = _key.SignHash(_hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var population = new Population(Pods, Tokens);
        var data = Put(Put(Put(DataTree.Empty, DataPath.Pods, population.Collection()), DataPath.ClusterKeys, population.Keys), DataPath.Providers.Append(SampleNames.Provider), population.Settings);
        var source = await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx"));
        using var activator = new PolicyActivator(static (id, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, text, cancellation)), static _ => null);
        var activation = await activator.ActivateAsync("argos/stock/kubernetes.csx", source, null, CancellationToken.None);
        _snapshot = new Snapshot(PolicySet.Empty.With(activation.Policy!), data, 1);
        _inputs = [.. population.Confirmations.Select(Read)];
        _remembering = new TokenVerification();
        _expectation = new TokenExpectation { Keys = DataPath.ClusterKeys.ToString(), Issuers = [population.Issuer], Audiences = [SampleNames.Audience] };
        // Too small for any token, so that each one is verified again.
        _forgetting = new TokenVerification(cacheBytes: 1);
        _evaluator = new Evaluator(_remembering, TimeProvider.System);
        _forgetful = new Evaluator(_forgetting, TimeProvider.System);
    }

    [Benchmark(Baseline = true, Description = "bare RSA-2048 verification")]
    public bool Verification() => _key.VerifyHash(_hash, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    [Benchmark(Description = "token alone, new")]
    public object NewTokenAlone() => VerifyToken(_forgetting!, _inputs[_next++ % Tokens]);

    [Benchmark(Description = "token alone, known")]
    public object KnownTokenAlone() => VerifyToken(_remembering!, _inputs[0]);

    [Benchmark(Description = "evaluation, the token is new")]
    public object NewToken() => Evaluate(_forgetful!, _inputs[_next++ % Tokens]);

    [Benchmark(Description = "evaluation, the token is known")]
    public object KnownToken() => Evaluate(_evaluator!, _inputs[0]);

    /// <summary>The context in which the stock policy decides about the first input.</summary>
    internal PolicyContext Context()
    {
        PolicyContext? context = null;
        var policy = _snapshot.Policies.All.Single();
        var seen = policy with { Evaluate = given => policy.Evaluate(context = given) };
        Evaluate(_evaluator!, new Snapshot(PolicySet.Empty.With(seen), _snapshot.Data, 1), _inputs[0]);
        return context!;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _remembering?.Dispose();
        _forgetting?.Dispose();
        _key.Dispose();
        GC.SuppressFinalize(this);
    }

    private TokenCheck VerifyToken(TokenVerification tokens, PolicyInput input)
    {
        var check = tokens.Verify(input.IdentityToken, _expectation!, _snapshot.Data, TimeProvider.System.GetUtcNow(), null);
        return check.Valid ? check : throw new InvalidOperationException(check.Problem);
    }

    private Evaluation Evaluate(Evaluator evaluator, PolicyInput input) => Evaluate(evaluator, _snapshot, input);

    private static Evaluation Evaluate(Evaluator evaluator, Snapshot snapshot, PolicyInput input)
    {
        var evaluation = evaluator.Evaluate(snapshot, input, TimeProvider.System.GetUtcNow());
        if (evaluation.Results.Any(static r => r.Code is not null)) throw new InvalidOperationException(string.Join(", ", evaluation.Results.Select(static r => $"{r.Code}: {r.Detail}")));
        return evaluation;
    }

    private static DataTree Put(DataTree tree, DataPath path, string json)
    {
        using var document = JsonDocument.Parse(json);
        return tree.With(path, document.RootElement).Tree!;
    }

    private static PolicyInput Read(byte[] confirmation)
    {
        using var document = JsonDocument.Parse(confirmation);
        return InstanceConfirmationJson.TryRead(document.RootElement, out var read, out var problem)
            ? PolicyInputReader.Read(read, InstanceOperation.Register).Input!
            : throw new InvalidOperationException(problem);
    }
}
