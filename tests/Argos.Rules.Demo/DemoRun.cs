using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;
using Spectre.Console;

namespace Argos.Rules.Demo;

/// <summary>The demo from the first certificate to the last curl line.</summary>
internal static class DemoRun
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(bool once, IAnsiConsole console)
    {
        using var stop = new StopSignals();
        var folder = Directory.CreateTempSubdirectory("argos-demo-").FullName;
        try
        {
            return await RunAsync(once, folder, console, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"argos-demo: {problem.Message}");
            return Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(bool once, string folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(cancellationToken);
        await using var stage = await StoryStage.StartAsync(cluster, folder, text => console.WriteLine($"· {text}"), cancellationToken, ["Audit:Evidence=true"]);
        List<StoryResult> results = [];
        await foreach (var result in new PodStory(stage, cluster, TimeProvider.System).RunAsync(cancellationToken))
        {
            console.WriteLine($"{(result.AsExpected ? "✓" : "✗")} {result.Title}");
            results.Add(result);
        }
        console.WriteLine();
        if (console.Profile.Out.IsTerminal) console.Write(StoryTable.Build(results));
        else StoryText.Write(Console.Out, results);
        await AuditQuestion.AskAsync(stage, Console.Out, cancellationToken);
        if (!once) await StayAsync(stage, cluster, console, cancellationToken);
        return results.TrueForAll(r => r.AsExpected) ? 0 : Failed;
    }

    private static async Task StayAsync(StoryStage stage, DirectoryCluster cluster, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var lines = await CurlLines.WriteAsync(stage, cluster, cancellationToken);
        // Not through the console: it would wrap the lines, and they are to be pasted.
        foreach (var line in lines) await Console.Out.WriteLineAsync(line);
        console.WriteLine("Ctrl-C stops everything");
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
