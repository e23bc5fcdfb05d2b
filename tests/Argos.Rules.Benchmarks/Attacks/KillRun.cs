using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Argos.Rules.Benchmarks.Scale;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Benchmarks.Attacks;

/// <summary>An engine that is killed again and again while agents ask: nobody may be granted who must not be, and it must soon decide again.</summary>
internal static class KillRun
{
    private const double MaximumReadySeconds = 3;

    public static async Task<int> RunAsync(int kills)
    {
        Report.Machine("engine, mgmt, ZTS and agents on one machine");
        var folder = Directory.CreateTempSubdirectory("argos-kills-").FullName;
        try
        {
            using var mint = new TokenMint();
            var cluster = new DirectoryCluster(Path.Combine(folder, "cluster"), mint, TimeProvider.System);
            await cluster.CreateAsync(CancellationToken.None);
            await using var stage = await StoryStage.StartAsync(cluster, folder, static _ => { }, CancellationToken.None, [$"Scripting:CacheDirectory={Path.Combine(folder, "policies")}"]);
            return await KillAsync(stage, cluster, kills);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> KillAsync(StoryStage stage, DirectoryCluster cluster, int kills)
    {
        var (live, gone) = (cluster.Pod("media-sports/api"), cluster.Pod("media-sports/web"));
        var stolen = await cluster.TokenAsync(gone, CancellationToken.None);
        var own = await cluster.TokenAsync(live, CancellationToken.None);
        await cluster.RemoveAsync(gone, CancellationToken.None);
        await stage.View.WaitGoneAsync(gone, CancellationToken.None);
        using var key = RSA.Create(2048);
        var agent = new FakeAgent(stage.Zts, key);
        using var stop = new CancellationTokenSource();
        var (good, bad) = (new Tally(HttpStatusCode.Created, HttpStatusCode.GatewayTimeout), new Tally(HttpStatusCode.Forbidden, HttpStatusCode.GatewayTimeout));
        Task[] witnesses =
        [
            good.AskAsync(agent, PodStory.Identity(live, own), stop.Token),
            good.AskAsync(agent, PodStory.Identity(live, own), stop.Token),
            bad.AskAsync(agent, PodStory.Identity(gone, stolen), stop.Token),
            bad.AskAsync(agent, PodStory.Identity(live, cluster.ForgedToken(live)), stop.Token),
            bad.AskAsync(agent, PodStory.Identity(live, own) with { Domain = "media.news" }, stop.Token),
            bad.AskAsync(agent, PodStory.Identity(live, own) with { CalledFrom = "10.9.9.9" }, stop.Token),
            bad.AskAsync(agent, PodStory.Identity(live, cluster.ExpiredToken(live)), stop.Token),
        ];
        var times = new List<double>();
        for (var i = 0; i < kills; i++)
        {
            await good.GrantedAgainAsync();
            await stage.Engine.KillAsync();
            var started = TimeProvider.System.GetTimestamp();
            stage.Engine.Start();
            await stage.Engine.WaitReadyAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
            if ((i + 1) % 10 == 0) Console.WriteLine($"{i + 1} of {kills} kills ...");
        }
        await good.GrantedAgainAsync();
        await stop.CancelAsync();
        await Task.WhenAll(witnesses).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills; who may: {good}; who may not: {bad}"));
        Report.Print("start to ready, median", Report.Percentile(times, 0.5), "s", MaximumReadySeconds);
        Report.Print("start to ready, 95th percentile", Report.Percentile(times, 0.95), "s");
        return good.Wrong + bad.Wrong == 0 && Report.Percentile(times, 0.5) <= MaximumReadySeconds ? 0 : 1;
    }

    /// <summary>Answers, counted.</summary>
    private sealed class Tally(params HttpStatusCode[] right)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();
        private int _wrong;

        /// <summary>Answers that may never be.</summary>
        public int Wrong => Volatile.Read(ref _wrong);

        public async Task AskAsync(FakeAgent agent, AgentIdentity identity, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                using var reply = await agent.RegisterAsync(identity, stop);
                _answers.AddOrUpdate(reply.Status, 1, static (_, count) => count + 1);
                if (!right.Contains(reply.Status)) Interlocked.Increment(ref _wrong);
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }

        /// <summary>Waits for a grant of a question that is asked from now on.</summary>
        public async Task GrantedAgainAsync()
        {
            var before = _answers.GetValueOrDefault(HttpStatusCode.Created);
            for (var tries = 0; tries < 600 && _answers.GetValueOrDefault(HttpStatusCode.Created) < before + 3; tries++) await Task.Delay(Pause, TimeProvider.System);
        }

        public override string ToString() => $"{string.Join(", ", _answers.OrderBy(static a => a.Key).Select(static a => $"{(int)a.Key} x {a.Value}"))}, wrong {Wrong}";
    }
}
