using Argos.Rules.Cli.LanguageServer.Analysis;
using Argos.Rules.Core.Compilation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>The processes that language servers of one program share: the compiler, and what looks into texts and runs cases.</summary>
internal sealed class LanguageServices(TimeProvider time) : IAsyncDisposable
{
    public TimeProvider Time => time;

    public CompileWorkerHost Compiler { get; } = new(new ScriptingOptions(), time, NullLogger<CompileWorkerHost>.Instance);

    public AnalysisHost Analysis { get; } = new(time);

    /// <summary>Starts the processes ahead. Whether they can be started is seen where they are needed.</summary>
    public async Task WarmAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(Compiler.WarmAsync(cancellation), Analysis.WarmAsync(cancellation));
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Who needs them tries again, and says what is wrong.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Compiler.DisposeAsync();
        await Analysis.DisposeAsync();
    }
}
