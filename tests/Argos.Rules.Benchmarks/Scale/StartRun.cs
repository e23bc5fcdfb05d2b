using System.Diagnostics;
using System.Net;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>From the start of both processes to the first moment at which the engine may decide.</summary>
internal static class StartRun
{
    private const int Rounds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private sealed record Started(double Paging, double Listening, double ListeningCpu, double Ready, double Engine, double Mgmt)
    {
        public double Hello { get; init; }

        public double HelloCpu { get; init; }
    }

    public static async Task<int> RunAsync(int pods)
    {
        var folder = Directory.CreateTempSubdirectory("argos-start-").FullName;
        try
        {
            var published = new Published(folder);
            await published.MakeAsync();
            await using var cluster = await StartCluster.StartAsync(folder, pods);
            Report.Machine($"the API server is {cluster.Kind}");
            await cluster.PageAsync();
            var fresh = new List<Started>();
            var again = new List<Started>();
            // The folder of a container that has run before has its policies: the start that fills it is none of those that are looked at.
            var cache = Path.Combine(folder, "cache");
            _ = await StartAsync(cluster, published, folder, cache);
            for (var round = 0; round < Rounds; round++)
            {
                fresh.Add(await StartAsync(cluster, published, folder, cache: null));
                again.Add(await StartAsync(cluster, published, folder, cache));
            }
            Print($"{pods:N0} pods, a new replica (policies compiled with the image)", fresh);
            Print($"{pods:N0} pods, a restarted container (its own compiled policies)", again);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Started> StartAsync(StartCluster cluster, Published published, string parent, string? cache)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("N"))).FullName;
        using var authority = new TestAuthority();
        using var provider = authority.Provider(SampleNames.Provider);
        var files = provider.WriteTo(folder, "provider");
        await using var engine = new EngineProcess(new EngineSettings
        {
            Assembly = published.Engine,
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ClientCaFile = authority.WriteTo(folder),
            WorkingDirectory = folder,
            // What the image ships would be found as well, and nothing kept: it would be the same start once more.
            More = cache is null ? [] : [$"Scripting:CacheDirectory={cache}", "Scripting:ShippedDirectory="],
        });
        await using var mgmt = new MgmtProcess(cluster.Source(engine.Management, folder) with { Assembly = published.Mgmt });
        var hello = await published.Hello.StartAsync();
        var paging = await cluster.PageAsync();
        var clock = Stopwatch.StartNew();
        engine.Start();
        mgmt.Start();
        await EngineUnderLoad.ListeningAsync(engine.Process, new IPEndPoint(IPAddress.Loopback, engine.Management.Port));
        var (listening, cpu) = (clock.Elapsed.TotalSeconds, ProcessCpu.Seconds(engine.Process.Id));
        await ReadyAsync(engine, mgmt);
        var ready = clock.Elapsed.TotalSeconds;
        var (ofEngine, ofMgmt) = (ProcessCpu.Seconds(engine.Process.Id), ProcessCpu.Seconds(mgmt.Process.Id));
        return new Started((paging + await cluster.PageAsync()) / 2, listening, cpu, ready, ofEngine, ofMgmt) { Hello = hello.Listening, HelloCpu = hello.Cpu };
    }

    private static async Task ReadyAsync(EngineProcess engine, MgmtProcess mgmt)
    {
        using var http = new HttpClient { BaseAddress = engine.Diagnostics };
        var clock = Stopwatch.StartNew();
        while (!(await Readiness.AskAsync(http, CancellationToken.None)).Ready)
        {
            engine.Process.ThrowIfExited();
            mgmt.Process.ThrowIfExited();
            if (clock.Elapsed > Patience) throw new TimeoutException($"not ready; mgmt's last lines:\n{mgmt.Process.Log.Last(20)}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static void Print(string what, List<Started> runs)
    {
        Console.WriteLine(what);
        Report.Print("  curl pages through the list (median)", Median(runs, static run => run.Paging), "s");
        Report.Print("  a hello world, published alike, start to listening (median)", Median(runs, static run => run.Hello), "s");
        Report.Print("  engine start to listening, mgmt starting beside it (median)", Median(runs, static run => run.Listening), "s", 1);
        Report.Print("  engine start to listening (best)", runs.Min(static run => run.Listening), "s", 1);
        Report.Print("  processor time of the hello world until listening (best)", runs.Min(static run => run.HelloCpu), "s");
        Report.Print("  processor time of the engine until listening (best)", runs.Min(static run => run.ListeningCpu), "s");
        Report.Print("  start to ready (median)", Median(runs, static run => run.Ready), "s", 5);
        Report.Print("  start to ready (best)", runs.Min(static run => run.Ready), "s", 5);
        Report.Print("  start to ready over curl (median of the runs)", Median(runs, static run => run.Ready / run.Paging), "x", 3);
        Report.Print("  start to ready over curl (best)", runs.Min(static run => run.Ready / run.Paging), "x", 3);
        Report.Print("  processor time of the engine until ready (median)", Median(runs, static run => run.Engine), "s");
        Report.Print("  processor time of mgmt until ready (median)", Median(runs, static run => run.Mgmt), "s");
    }

    private static double Median(List<Started> runs, Func<Started, double> value) => Report.Percentile(runs.Select(value), 0.5);
}
