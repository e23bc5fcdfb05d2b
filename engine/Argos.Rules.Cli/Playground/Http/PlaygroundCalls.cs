using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Cli.Playground.Running;
using Argos.Rules.Cli.Playground.Sessions;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>Reads a request, waits for a turn, runs within the time of a run, and writes what came of it.</summary>
/// <param name="slots">The turns.</param>
/// <param name="compiler">Compiles.</param>
/// <param name="folders">Where projects are written down.</param>
/// <param name="stopping">The playground ends.</param>
internal sealed class PlaygroundCalls(RunSlots slots, PlaygroundCompiler compiler, RunFolders folders, CancellationToken stopping)
{
    private const string JsonType = "application/json";

    /// <summary>Runs something with a project.</summary>
    /// <param name="http">The request; its body is read.</param>
    /// <param name="request">The form of the body.</param>
    /// <param name="projectOf">Finds the project in it.</param>
    /// <param name="limit">How long it may take, from its turn on.</param>
    /// <param name="run">Runs.</param>
    /// <param name="answer">The form of the answer.</param>
    public async Task RunAsync<TRequest, TAnswer>(
        HttpContext http, JsonTypeInfo<TRequest> request, Func<TRequest, Project> projectOf, TimeSpan limit,
        Func<ProjectFolder, TRequest, CancellationToken, Task<TAnswer>> run, JsonTypeInfo<TAnswer> answer) where TRequest : class
    {
        if (await ReadAsync(http, request) is not { } asked) return;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        using var turn = await slots.EnterAsync(gone.Token);
        if (turn is null)
        {
            await ProblemAsync(http, StatusCodes.Status429TooManyRequests,
                "the playground is busy with other runs: try again when they have ended");
            return;
        }
        using var end = new CancellationTokenSource(limit, compiler.Terminal.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(gone.Token, end.Token);
        try
        {
            using var folder = ProjectFolder.Of(projectOf(asked), folders.Next(), compiler.Terminal);
            // What is compiled in this process, as in tests, must not hold up the server.
            var got = await Task.Run(() => run(folder, asked, deadline.Token), deadline.Token);
            await WriteAsync(http, StatusCodes.Status200OK, got, answer);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            await ProblemAsync(http, StatusCodes.Status503ServiceUnavailable,
                $"the run was ended after {limit.TotalSeconds} s: try fewer cases at a time, or a simpler policy");
        }
    }

    public static Task WriteAsync<T>(HttpContext http, int status, T body, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, type, JsonType, http.RequestAborted);
    }

    public static Task ProblemAsync(HttpContext http, int status, string message) =>
        WriteAsync(http, status, new ProblemResponse(message.ReplaceLineEndings(" ")), PlaygroundJson.Default.ProblemResponse);

    private static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            await ProblemAsync(http, StatusCodes.Status415UnsupportedMediaType, $"the body must be {JsonType}");
            return null;
        }
        try
        {
            if (await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) is { } body) return body;
            await ProblemAsync(http, StatusCodes.Status400BadRequest, "the body is not a request");
        }
        catch (JsonException)
        {
            await ProblemAsync(http, StatusCodes.Status400BadRequest, "the body is not a request");
        }
        catch (BadHttpRequestException problem)
        {
            var tooLarge = problem.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await ProblemAsync(http, problem.StatusCode, tooLarge
                ? $"the body is larger than {PlaygroundLimits.BodyBytes} bytes"
                : "the body cannot be read");
        }
        return null;
    }
}
