using System.Diagnostics;
using System.Net;

namespace Argos.Rules.TestKit.Processes;

/// <summary>Waiting for a process's <c>/health/ready</c>.</summary>
public static class Readiness
{
    /// <summary>Waits until a process is ready; fails with what it answered last and its last lines.</summary>
    public static async Task WaitAsync(ChildProcess process, Uri diagnostics, TimeSpan within, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = diagnostics, Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.StartNew();
        var last = "no answer";
        while (true)
        {
            process.ThrowIfExited();
            var (ready, answer) = await AskAsync(http, cancellationToken);
            if (ready) return;
            last = answer;
            if (clock.Elapsed > within)
                throw new TimeoutException($"{process.Name} is not ready after {within.TotalSeconds:0} s; {diagnostics}health/ready: {last}; its last lines:\n{process.Log.Last(30)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Whether it is ready now, and what it said.</summary>
    public static async Task<(bool Ready, string Answer)> AskAsync(HttpClient diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await diagnostics.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            var body = (await answer.Content.ReadAsStringAsync(cancellationToken)).ReplaceLineEndings(" ");
            return (answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {body}");
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (false, problem.Message);
        }
    }
}
