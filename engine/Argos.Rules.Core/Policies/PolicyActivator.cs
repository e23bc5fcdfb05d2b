using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Core.Policies;

/// <summary>Turns the text of a policy into one that can decide. It stores nothing: putting it into force is the caller's.</summary>
/// <param name="compile">Compiles: id, source text.</param>
/// <param name="inForce">The policy in force of an id; its code is used again when the text is the same.</param>
/// <param name="budget">What one evaluation may use; the default budget when left out.</param>
/// <param name="logger">Learns when the engine itself fails over a text.</param>
internal sealed partial class PolicyActivator(
    Func<string, string, CancellationToken, Task<CompileResult>> compile,
    Func<string, ActivePolicy?> inForce,
    Budget? budget = null,
    ILogger? logger = null) : IPolicyActivator, IDisposable
{
    /// <summary>The largest policy, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>The code of the diagnostic about a policy that is too large.</summary>
    public const string TooLargeCode = "policy-size";

    /// <summary>The code of the diagnostic about a compiled policy that cannot be loaded.</summary>
    public const string NotLoadedCode = "policy-load";

    // A burst of writes must not take the processors from decisions.
    private readonly SemaphoreSlim _compiling = new(2);
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Makes a policy ready and loads it, untried: for programs that decide nothing.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="owner">The sync source that writes it; <see langword="null"/> when written by hand.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ActivationResult> ActivateAsync(string id, string source, string? owner, CancellationToken cancellation)
    {
        var prepared = await PrepareAsync(id, source, owner, cancellation);
        if (prepared.Policy is not { } policy || policy.IsLoaded) return prepared;
        var entered = Load(policy);
        return entered with { Diagnostics = Sorted(id, [.. prepared.Diagnostics, .. entered.Diagnostics]) };
    }

    /// <inheritdoc/>
    public async Task<ActivationResult> PrepareAsync(string id, string source, string? owner, CancellationToken cancellation)
    {
        try
        {
            return await CompileAsync(id, source, owner, cancellation);
        }
        catch (Exception problem) when (ActivationFault.IsOfText(problem))
        {
            return Fault(id, problem);
        }
    }

    /// <inheritdoc/>
    public ActivationResult Enter(ActivePolicy prepared) => prepared.IsLoaded || prepared.FrontMatter.Shadow ? new ActivationResult(prepared, []) : Load(prepared);

    public void Dispose() => _compiling.Dispose();

    private async Task<ActivationResult> CompileAsync(string id, string source, string? owner, CancellationToken cancellation)
    {
        if (PolicyId.Problem(id) is { } badId) return new ActivationResult(null, [badId]);
        if (Encoding.UTF8.GetByteCount(source) > MaximumBytes)
        {
            var (row, col) = TextPlace.Behind(source, MaximumBytes);
            return new ActivationResult(null, [new Diagnostic(TooLargeCode, $"the policy is larger than {MaximumBytes} bytes: split it here", new Location(id, row, col))]);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
        if (inForce(id) is { } current && current.ContentHash == hash) return new ActivationResult(current with { Owner = owner }, []);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var frontMatter = FrontMatterParser.Parse(id, source, diagnostics);
        await _compiling.WaitAsync(cancellation);
        try
        {
            var compiled = await compile(id, source, cancellation);
            diagnostics.AddRange(compiled.Diagnostics);
            if (compiled.Policy is null || diagnostics.Any(static d => d.Severity == "error")) return new ActivationResult(null, Sorted(id, diagnostics));
            var policy = new ActivePolicy(id, source, hash, frontMatter, ActivePolicy.NotLoaded, owner) { Compiled = compiled.Policy, ImageHash = compiled.Policy.ImageHash };
            return new ActivationResult(policy, Sorted(id, diagnostics));
        }
        finally
        {
            _compiling.Release();
        }
    }

    private ActivationResult Load(ActivePolicy policy)
    {
        try
        {
            var evaluate = PolicyLoader.Load(policy.Compiled!, budget, id: policy.Id);
            PolicyWarmUp.Run(evaluate);
            return new ActivationResult(policy with { Evaluate = evaluate }, []);
        }
        catch (BadImageFormatException problem)
        {
            return new ActivationResult(null, [new Diagnostic(NotLoadedCode, $"the compiled policy cannot be loaded: {problem.Message}", new Location(policy.Id, 1, 1))]);
        }
        catch (Exception problem) when (ActivationFault.IsOfText(problem))
        {
            return Fault(policy.Id, problem);
        }
    }

    private ActivationResult Fault(string id, Exception problem)
    {
        LogFault(_logger, id, problem.GetType().FullName!, new StackTrace(problem).ToString());
        return new ActivationResult(null, [ActivationFault.Diagnose(id, problem)]);
    }

    [LoggerMessage(LogLevel.Error, "The engine failed over the text of policy {PolicyId}, which is refused: {Kind} {Trace}")]
    private static partial void LogFault(ILogger logger, string policyId, string kind, string trace);

    /// <summary>In order, and each with a place: what concerns the whole policy stands at its beginning.</summary>
    private static ImmutableArray<Diagnostic> Sorted(string id, IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Select(d => d.Location is null ? d with { Location = new Location(id, 1, 1) } : d)
            .OrderBy(static d => d.Location!.Row).ThenBy(static d => d.Location!.Col),
    ];
}
