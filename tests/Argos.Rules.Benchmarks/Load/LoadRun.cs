using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>Decisions over HTTP against a real engine process, beside an empty endpoint in another process.</summary>
internal static class LoadRun
{
    private const int PodCount = 10_000;
    private const int TokenCount = 20_000;
    private const int Connections = 8;

    private static readonly byte[] Allowed = "\"allowed\""u8.ToArray();
    private static readonly byte[] Granted = "HTTP/1.1 200 OK"u8.ToArray();

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("argos-load").FullName;
        try
        {
            Console.WriteLine($"signing {TokenCount} tokens for {PodCount} pods ...");
            using var population = new Population(PodCount, TokenCount);
            using var authority = new TestAuthority();
            using var provider = authority.Provider(SampleNames.Provider);
            using var client = authority.Client("sys.auth.zts");
            var files = provider.WriteTo(folder, "provider");
            await using var engine = new EngineProcess(new EngineSettings
            {
                CertificateFile = files.Certificate,
                KeyFile = files.Key,
                ClientCaFile = authority.WriteTo(folder),
                WorkingDirectory = folder,
                More = ["Sync:RequiredSources=", "Audit:MaximumBytes=100000000"],
            });
            engine.Start();
            await FillAsync(engine, population);
            var (port, tlsPort) = (FreePort.Next(), FreePort.Next());
            await using var yardstick = ChildProcess.StartDotnet(
                "yardstick", typeof(LoadRun).Assembly.Location, [Yardstick.Command, Text(port), Text(tlsPort), files.Certificate, files.Key], folder);
            await ListeningAsync(yardstick, tlsPort);
            await MeasureAsync(engine, yardstick, port, tlsPort, population, client, duration);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(EngineProcess engine, Population population)
    {
        using var http = new HttpClient { BaseAddress = engine.Management };
        await ListeningAsync(engine.Process, engine.Management.Port);
        await PutAsync(http, "v1/data/kubernetes/pods", population.Collection());
        await PutAsync(http, "v1/data/kubernetes/keys", population.Keys);
        await PutAsync(http, $"v1/data/providers/{SampleNames.Provider}", population.Settings);
        await PutAsync(http, "v1/policies/argos/stock/kubernetes.csx", await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx")));
    }

    private static async Task ListeningAsync(ChildProcess process, int port)
    {
        for (var tries = 0; ; tries++)
        {
            process.ThrowIfExited();
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(Local(port));
                return;
            }
            catch (SocketException) when (tries < 600)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static async Task PutAsync(HttpClient http, string path, string text)
    {
        var answer = await http.PutAsync(path, new StringContent(text));
        if (!answer.IsSuccessStatusCode) throw new IOException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task MeasureAsync(
        EngineProcess engine, ChildProcess yardstick, int port, int tlsPort, Population population, IssuedCertificate client, TimeSpan duration)
    {
        var inputs = population.Confirmations.Select(static c => Encoding.UTF8.GetBytes("{\"input\":" + Encoding.UTF8.GetString(c) + "}")).ToArray();
        var (api, empty) = (Local(engine.Management.Port), Local(port));
        var warm = TimeSpan.FromSeconds(Math.Max(2, duration.TotalSeconds / 2));
        const string Decision = "/v1/data/argos/decision";
        await RunAsync(new HttpLoad(empty, "/", Allowed, TimeProvider.System), yardstick.Id, inputs, warm);
        var nothing = await RunAsync(new HttpLoad(empty, "/", Allowed, TimeProvider.System), yardstick.Id, inputs, duration);
        // Fewer tokens than a run needs would come out of the memory of verified signatures; the warm-up uses the first half.
        await RunAsync(new HttpLoad(api, Decision, Allowed, TimeProvider.System), engine.Process.Id, inputs[..(TokenCount / 2)], warm);
        var fresh = await RunAsync(new HttpLoad(api, Decision, Allowed, TimeProvider.System), engine.Process.Id, inputs[(TokenCount / 2)..], duration);
        var same = await RunAsync(new HttpLoad(api, Decision, Allowed, TimeProvider.System), engine.Process.Id, inputs[..1], duration);
        var verification = BareVerification.Microseconds();
        var certificate = client.Certificate;
        var tlsNothing = new HttpLoad(Local(tlsPort), "/", Granted, TimeProvider.System) { Client = certificate, NewConnections = true };
        var tlsCallback = new HttpLoad(Local(engine.Callback.Port), "/instance", Granted, TimeProvider.System) { Client = certificate, NewConnections = true };
        await RunAsync(tlsNothing, yardstick.Id, population.Confirmations, warm);
        var handshake = await RunAsync(tlsNothing, yardstick.Id, population.Confirmations, duration);
        await RunAsync(tlsCallback, engine.Process.Id, population.Confirmations, warm);
        var callback = await RunAsync(tlsCallback, engine.Process.Id, population.Confirmations, duration);

        Console.WriteLine($"{PodCount} pods, {Connections} connections, {Environment.ProcessorCount} cores shared by client and server");
        Show("empty endpoint, keep-alive", nothing);
        Show("decision, every token new", fresh);
        Show("decision, the same token", same);
        Show("empty endpoint, new mTLS connection each", handshake);
        Show("callback, new mTLS connection each", callback);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare RSA-2048 verification: {verification:F1} µs"));
        Ratio("CPU of a decision with a new token / (verification + empty endpoint), target 1.5", fresh.Cpu / (verification + nothing.Cpu));
        Ratio("CPU of a decision with a known token / empty endpoint, target 1.5", same.Cpu / nothing.Cpu);
        Ratio("rate of callbacks / empty endpoint with new mTLS connections, target 0.9", callback.Load.PerSecond / handshake.Load.PerSecond);
    }

    private static async Task<(LoadResult Load, double Cpu)> RunAsync(HttpLoad load, int server, IReadOnlyList<byte[]> bodies, TimeSpan duration)
    {
        var before = ProcessCpu.Seconds(server);
        var result = await load.RunAsync(Connections, bodies, duration);
        return (result, (ProcessCpu.Seconds(server) - before) / result.Requests * 1_000_000);
    }

    private static void Show(string what, (LoadResult Load, double Cpu) run) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {run.Load.PerSecond,8:F0}/s  {run.Cpu,7:F1} µs CPU  p99 {run.Load.P99Milliseconds:F2} ms"));

    private static void Ratio(string what, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:F2}"));

    private static IPEndPoint Local(int port) => new(IPAddress.Loopback, port);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
