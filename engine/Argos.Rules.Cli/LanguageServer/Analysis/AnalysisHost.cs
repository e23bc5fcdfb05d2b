using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;
using Argos.Rules.Core.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>
/// The processes that look into texts, and that run cases. A text that hangs or kills one costs its time, and another one is started: the
/// server itself parses no text, and loads no policy.
/// </summary>
internal sealed class AnalysisHost(TimeProvider time) : IAsyncDisposable
{
    private const string Program = "argos.dll";
    private const long HeapBytes = 512L * 1024 * 1024;

    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(20);

    private readonly ChildHost _looks = Host("the analysis", time);
    private readonly ChildHost _runs = Host("the tests", time);

    /// <summary>Starts the first, so that the first question need not wait.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public Task WarmAsync(CancellationToken cancellation) => _looks.WarmAsync(cancellation);

    /// <summary>Looks into a text.</summary>
    /// <returns>The result; <see langword="null"/> when it took too much, which is no error of the editor's.</returns>
    /// <exception cref="RpcException">It cannot be said, which is no fault of the text.</exception>
    public async Task<JsonElement?> LookAsync(AnalysisRequest request, CancellationToken cancellation) =>
        await AskAsync(_looks, request, LookLimit, cancellation) is { } response ? Result(response) : null;

    /// <summary>Runs cases.</summary>
    /// <exception cref="RpcException">It took too long, or cannot be said.</exception>
    public async Task<JsonElement> RunAsync(AnalysisRequest request, CancellationToken cancellation) =>
        await AskAsync(_runs, request, RunLimit, cancellation) is { } response && Result(response) is { } result
            ? result
            : throw new RpcException(
                RpcException.ServerCancelled, $"the cases took more than {RunLimit.TotalSeconds} s or too much memory, and were ended");

    public async ValueTask DisposeAsync()
    {
        await _looks.DisposeAsync();
        await _runs.DisposeAsync();
    }

    /// <summary>The response; <see langword="null"/> when the text took too much, or the process died over it.</summary>
    private static async Task<AnalysisResponse?> AskAsync(
        ChildHost host, AnalysisRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            var result = await host.RunAsync(new AnalysisConversation(request), limit, cancellation);
            return result.End switch
            {
                ChildEnd.Killed => throw new RpcException(RpcException.ServerCancelled, "the process that looks was ended from outside"),
                ChildEnd.Late => throw new RpcException(RpcException.ServerCancelled, "the machine is too busy to look in time"),
                _ => result.Answer,
            };
        }
        catch (IOException problem)
        {
            throw new RpcException(RpcException.InternalError, (problem.InnerException ?? problem).Message.ReplaceLineEndings(" "));
        }
    }

    private static JsonElement? Result(AnalysisResponse response) => response.Problem is null
        ? response.Result : throw new RpcException(RpcException.InternalError, response.Problem);

    private static ChildHost Host(string name, TimeProvider time) => new(
        new ChildSettings(name, Program, HeapBytes, Start, Idle) { Arguments = [LspCommand.Name, LspCommand.Worker] },
        AnalysisConversation.MaximumBytes, time, NullLogger.Instance);
}
