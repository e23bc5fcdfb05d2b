using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Playground.Examples;
using Argos.Rules.Cli.Playground.Running;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Sandbox.Metering;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>What a page can ask.</summary>
/// <param name="calls">Runs.</param>
/// <param name="settings">How the playground was started.</param>
/// <param name="own">The policy that was named on the command line.</param>
/// <param name="engine">The running engine; <see langword="null"/> without one.</param>
internal sealed class PlaygroundApi(PlaygroundCalls calls, PlaygroundSettings settings, Project? own, EngineClient? engine)
{
    private const string ExamplePath = "/api/examples/";

    /// <summary>Answers a request that was let in.</summary>
    public Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var isPost = HttpMethods.IsPost(http.Request.Method);
        return (isPost, path) switch
        {
            (false, "/api/start") =>
                PlaygroundCalls.WriteAsync(http, StatusCodes.Status200OK, Start(), PlaygroundJson.Default.StartResponse),
            (false, _) when path.StartsWith(ExamplePath, StringComparison.Ordinal) => ExampleAsync(http, path[ExamplePath.Length..]),
            (true, "/api/test") => calls.RunAsync(
                http, PlaygroundJson.Default.Project, static p => p, PlaygroundLimits.RunTime, static (f, _, stop) =>
                    ProjectTests.RunAsync(f, stop),
                PlaygroundJson.Default.TestsResponse),
            (true, "/api/case") => calls.RunAsync(
                http, PlaygroundJson.Default.CaseRequest, static c => c.Project ?? new Project(), PlaygroundLimits.RunTime,
                static (f, c, stop) => ProjectCase.RunAsync(f, c.Case ?? "", stop), PlaygroundJson.Default.CaseResponse),
            (true, "/api/decide") => calls.RunAsync(
                http, PlaygroundJson.Default.Project, static p => p, PlaygroundLimits.RunTime, static (f, p, stop) =>
                    ProjectDecision.HereAsync(f, p, stop),
                PlaygroundJson.Default.DecisionResponse),
            (true, "/api/engine") => EngineAsync(http),
            (true, "/api/mutate") => calls.RunAsync(
                http, PlaygroundJson.Default.Project, static p => p, PlaygroundLimits.MutationTime, static (f, _, stop) =>
                    ProjectMutants.RunAsync(f, stop),
                PlaygroundJson.Default.MutantsResponse),
            _ => PlaygroundCalls.ProblemAsync(http, StatusCodes.Status404NotFound, "there is nothing at this path"),
        };
    }

    private StartResponse Start() => new(
        ProductInfo.Version.Split('+')[0], settings.Engine?.ToString(), Budget.Default.Steps, Budget.Default.Bytes,
        ExampleCatalog.All, own);

    private static Task ExampleAsync(HttpContext http, string name) => ExampleCatalog.Find(name) is { } project
        ? PlaygroundCalls.WriteAsync(http, StatusCodes.Status200OK, project, PlaygroundJson.Default.Project)
        : PlaygroundCalls.ProblemAsync(http, StatusCodes.Status404NotFound, "there is no such example");

    private Task EngineAsync(HttpContext http) => engine is null
        ? PlaygroundCalls.ProblemAsync(http, StatusCodes.Status404NotFound,
            "there is no running engine: start `argos playground` with `--engine`")
        : calls.RunAsync(
            http, PlaygroundJson.Default.Project, static p => p, PlaygroundLimits.RunTime, (f, p, stop) =>
                ProjectDecision.OverEngineAsync(f, p, engine, stop),
            PlaygroundJson.Default.DecisionResponse);
}
