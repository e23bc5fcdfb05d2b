using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Proxies;

namespace Argos.Rules.System.Tests.Chaos;

/// <summary>A step of a synchronisation at which a process can be killed.</summary>
/// <param name="Name">What happens at it.</param>
/// <param name="IsIncomplete">Whether the engine lacks something then, or nobody has told it that it lacks nothing: it must not decide.</param>
/// <param name="ReachAsync">Brings a synchronisation to the step, and holds it there.</param>
internal sealed record SyncStep(string Name, bool IsIncomplete, Func<ChaosStage, Task<StepStop>> ReachAsync)
{
    public override string ToString() => Name;
}

/// <summary>The steps of a synchronisation in their order: the first one of a new engine, then heartbeat, updates, a new list after 410, a repair.</summary>
internal static partial class SyncSteps
{
    /// <summary>The version of an empty cluster.</summary>
    private const string First = "1";

    private const string Pods = "/v1/data/kubernetes/pods";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static ImmutableArray<SyncStep> All { get; } =
    [
        new("hello, the engine has said what it holds", true, static stage => FirstAsync(stage, StopPoint.BeforeAnswer, IsHello)),
        new("half of the pods are sent", true, static stage => FirstAsync(stage, StopPoint.WithinRequest, IsPods)),
        new("the pods are there and no policy", true, BetweenAsync),
        new("the first policy is in force and the last is on its way", true, static stage => FirstAsync(stage, StopPoint.AfterRequest, IsLastPolicy)),
        new("all is there and not declared", true, static stage => DeclarationAsync(stage, StopPoint.BeforeRequest)),
        new("the declaration is taken and mgmt does not know", false, static stage => DeclarationAsync(stage, StopPoint.BeforeAnswer)),
        new("a heartbeat", false, static stage => StoppedAsync(stage, stage.ToEngine.StopAt(StopPoint.BeforeAnswer, IsDeclaration))),
        new("half of an update is sent", false, static stage => UpdateAsync(stage, StopPoint.WithinRequest)),
        new("an update is taken and mgmt does not know", false, static stage => UpdateAsync(stage, StopPoint.BeforeAnswer)),
        new("listing again after 410", false, static stage => AgedAsync(stage, () => stage.ToServer.StopAt(StopPoint.BeforeAnswer, IsPodList))),
        new("half of what a new list changed is sent", false, static stage => AgedAsync(stage, () => stage.ToEngine.StopAt(StopPoint.WithinRequest, IsUpdate))),
        new("half of a repair is sent", false, DriftedAsync),
    ];

    private static bool IsHello(PassingRequest request) => request is { Method: "GET", Target: "/v1/sync/mgmt" };

    private static bool IsDeclaration(PassingRequest request) => request is { Method: "PUT", Target: "/v1/sync/mgmt" };

    private static bool IsPods(PassingRequest request) => request is { Method: "PUT", Target: Pods };

    private static bool IsNamespace(PassingRequest request) => request.Method == "PUT" && request.Target.StartsWith(Pods + "/", StringComparison.Ordinal);

    private static bool IsPolicy(PassingRequest request) => request.Method == "PUT" && request.Target.StartsWith("/v1/policies/", StringComparison.Ordinal);

    private static bool IsLastPolicy(PassingRequest request) => IsPolicy(request) && request.Target.EndsWith("barred.csx", StringComparison.Ordinal);

    private static bool IsUpdate(PassingRequest request) => request is { Method: "PATCH", Path: "/v1/data" };

    private static bool IsPodWatch(PassingRequest request) => request.Path == "/api/v1/pods" && request.Query.Contains("watch=1", StringComparison.Ordinal);

    private static bool IsPodList(PassingRequest request) => request.Path == "/api/v1/pods" && !IsPodWatch(request);

    private static async Task<StepStop> StoppedAsync(ChaosStage stage, StepStop stop)
    {
        await stop.Reached.WaitAsync(Patience, stage.Deadline);
        return stop;
    }

    /// <summary>A new engine, which holds nothing.</summary>
    private static async Task<StepStop> FirstAsync(ChaosStage stage, StopPoint point, Func<PassingRequest, bool> which)
    {
        await stage.Story.Engine.KillAsync();
        var stop = stage.ToEngine.StopAt(point, which);
        stage.Story.Engine.Start();
        return await StoppedAsync(stage, stop);
    }

    private static async Task<StepStop> BetweenAsync(ChaosStage stage)
    {
        var since = stage.ToEngine.Log.Count;
        var stop = await FirstAsync(stage, StopPoint.BeforeRequest, IsPolicy);
        await stage.ToEngine.WaitAnsweredAsync(IsPods, since, stage.Deadline);
        return stop;
    }

    /// <summary>The first declaration that a new engine can agree with. One with the id of the engine before it may come earlier.</summary>
    private static Task<StepStop> DeclarationAsync(ChaosStage stage, StopPoint point)
    {
        var since = stage.ToEngine.Log.Count;
        return FirstAsync(stage, point, request => IsDeclaration(request) && stage.ToEngine.HasAnswered(IsLastPolicy, since) && stage.ToEngine.HasAnswered(IsPods, since));
    }

    private static async Task<StepStop> UpdateAsync(ChaosStage stage, StopPoint point)
    {
        var stop = stage.ToEngine.StopAt(point, IsUpdate);
        await stage.ChangeAsync();
        return await StoppedAsync(stage, stop);
    }

    /// <summary>The pods change while nobody watches, and the next watch asks for a version that is long gone: the API server answers 410.</summary>
    private static async Task<StepStop> AgedAsync(ChaosStage stage, Func<StepStop> arm)
    {
        await stage.ForgottenAsync(First);
        var watch = stage.ToServer.StopAt(StopPoint.BeforeRequest, IsPodWatch);
        stage.ToServer.Cut(IsPodWatch);
        var request = await watch.Reached.WaitAsync(Patience, stage.Deadline);
        await stage.ChangeAsync();
        var stop = arm();
        watch.Release(Version().Replace(request.Target, "resourceVersion=" + First));
        return await StoppedAsync(stage, stop);
    }

    /// <summary>Somebody removes a pod in the engine, which the next heartbeat finds.</summary>
    private static async Task<StepStop> DriftedAsync(ChaosStage stage)
    {
        var stop = stage.ToEngine.StopAt(StopPoint.WithinRequest, IsNamespace);
        using var http = new HttpClient { BaseAddress = stage.Story.Engine.Management };
        var token = (await File.ReadAllTextAsync(stage.Story.TokenFile, stage.Deadline)).Trim();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var deleted = await http.DeleteAsync(new Uri(Pods + "/media-sports/new-0", UriKind.Relative), stage.Deadline);
        deleted.EnsureSuccessStatusCode();
        return await StoppedAsync(stage, stop);
    }

    [GeneratedRegex("resourceVersion=[0-9]+")]
    private static partial Regex Version();
}
