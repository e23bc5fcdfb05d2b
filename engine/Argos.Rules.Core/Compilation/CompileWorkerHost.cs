using Argos.Rules.Core.Processes;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Text;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Compilation;

/// <summary>
/// Compiles policies in a process of their own, one at a time. The compiler can be hung or killed by a text, and is large; here
/// only its answers arrive, and they are checked like a stranger's. It knows no folder: what is kept, the engine writes.
/// </summary>
internal sealed partial class CompileWorkerHost(ScriptingOptions options, TimeProvider time, ILogger<CompileWorkerHost> logger) : IAsyncDisposable
{
    /// <summary>The code of the diagnostic about a text over which the compiler died or took too long.</summary>
    public const string LimitCode = "ARG0501";

    /// <summary>The file of the compiler's program.</summary>
    public const string Program = "argos-compiler.dll";

    // The engine's own youngest generation is small; a compiler keeps much for a short time.
    private const string Gen0Bytes = "2000000";

    private readonly ChildHost _host = new(
        new ChildSettings("the compiler", Program, options.CompilerHeapBytes, options.StartTimeout, options.IdleTimeout) { Gen0Bytes = Gen0Bytes },
        CompileMessage.MaximumBytes, time, logger);

    /// <summary>The compiler's process; <see langword="null"/> while there is none.</summary>
    public int? ProcessId => _host.ProcessId;

    /// <summary>Starts the compiler, so that the first policy need not wait for it.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public Task WarmAsync(CancellationToken cancellation) => _host.WarmAsync(cancellation);

    /// <summary>Compiles a policy; every error and warning comes back at once.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up; what was begun goes on to its end or its limit, because the compiler cannot be interrupted.</param>
    /// <exception cref="CompilerUnavailableException">There is no compiler now.</exception>
    public async Task<CompileResult> CompileAsync(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        return text.IsEmpty ? Checked(id, await CompileInWorkerAsync(id, source, traced: false, cancellation), traced: false) : new CompileResult(null, text);
    }

    /// <summary>Compiles a policy for a trace. What comes back reports on itself and must never decide; it is not kept with what decides.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CompilerUnavailableException">There is no compiler now.</exception>
    public async Task<CompileResult> CompileTracedAsync(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        return text.IsEmpty ? Checked(id, await CompileInWorkerAsync(id, source, traced: true, cancellation), traced: true) : new CompileResult(null, text);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static CompileResult Checked(string id, CompileResult result, bool traced)
    {
        if (result.Policy is null) return result;
        var problems = ImageGate.Check(id, result.Policy, traced);
        return problems.IsEmpty ? result : new CompileResult(null, problems);
    }

    private async Task<CompileResult> CompileInWorkerAsync(string id, string source, bool traced, CancellationToken cancellation)
    {
        try
        {
            var result = await _host.RunAsync(new CompileConversation(id, source, traced), options.CompileTimeout, cancellation);
            if (result.Answer is { } answer) return answer;
            // That it was killed, or that the machine is busy, says nothing about the policy.
            if (result.End is ChildEnd.Killed or ChildEnd.Late) throw new IOException(result.End == ChildEnd.Killed
                ? "the compiler's process was ended from outside"
                : "the machine is too busy to compile in time");
            LogLimit(id);
            return new CompileResult(null,
                [DiagnosticFactory.Whole(LimitCode,
                "compilation exceeded its limit; make the policy simpler: fewer nested expressions, and names for their parts")]);
        }
        catch (IOException problem)
        {
            var why = (problem.InnerException ?? problem).Message.ReplaceLineEndings(" ");
            LogNoCompiler(why);
            throw new CompilerUnavailableException(why, problem);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Compilation of policy {PolicyId} exceeded its limit; the compiler is restarted")]
    private partial void LogLimit(string policyId);

    [LoggerMessage(LogLevel.Error, "Compiler cannot be used: {Problem}; policies are neither refused nor put into force. "
        + "The image must hold everything that was published")]
    private partial void LogNoCompiler(string problem);
}
