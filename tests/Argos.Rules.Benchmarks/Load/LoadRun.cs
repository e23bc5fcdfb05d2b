using System.Globalization;
using System.Net;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>Decisions over HTTP against a real engine process, beside an empty endpoint in another process.</summary>
internal static class LoadRun
{
    public const string Decision = "/v1/data/argos/decision";

    private const int PodCount = 10_000;
    private const int TokenCount = 10_000;
    private const int Rounds = 3;

    public static readonly byte[] Allowed = "\"allowed\""u8.ToArray();
    private static readonly byte[] Granted = "HTTP/1.1 200 OK"u8.ToArray();

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        Console.WriteLine($"signing {TokenCount} tokens for {PodCount} pods ...");
        await using var scene = new LoadScene();
        await scene.StartAsync(PodCount, TokenCount);
        using var client = scene.Authority.Client("sys.auth.zts");
        var (port, tlsPort) = (FreePort.Next(), FreePort.Next());
        await using var yardstick = ChildProcess.StartDotnet(
            "yardstick", typeof(LoadRun).Assembly.Location, [Yardstick.Command, Text(port), Text(tlsPort), scene.Files.Certificate, scene.Files.Key], scene.Folder);
        await EngineUnderLoad.ListeningAsync(yardstick, Local(tlsPort));
        Console.WriteLine($"{PodCount} pods, {Measure.Connections} connections, {Environment.ProcessorCount} cores shared by client and server");
        await DecisionsAsync(scene.Engine, yardstick.Id, Local(port), scene.Population, duration);
        await CallbacksAsync(scene.Engine, yardstick.Id, Local(tlsPort), scene.Population, client, duration);
        return 0;
    }

    private static async Task DecisionsAsync(EngineUnderLoad engine, int yardstick, IPEndPoint port, Population population, TimeSpan duration)
    {
        var inputs = population.Inputs();
        var empty = new HttpLoad(port, "/", Allowed, TimeProvider.System);
        var known = new HttpLoad(engine.Management, Decision, Allowed, TimeProvider.System);
        var unseen = new HttpLoad(engine.Management, Decision, Allowed, TimeProvider.System) { Once = true };
        var renew = () => engine.RenewKeysAsync(population);
        await Measure.WarmAsync(empty, yardstick, inputs);
        var nothing = await Measure.RunAsync(empty, yardstick, inputs, duration);
        await Measure.WarmAsync(known, engine.ProcessId, inputs[..1]);
        await Measure.WarmAsync(unseen, engine.ProcessId, inputs, renew);
        var fresh = await Measure.RunAsync(unseen, engine.ProcessId, [.. Enumerable.Repeat(inputs, Rounds)], Rounds * duration, renew);
        var allocated = await engine.MetricAsync("dotnet_gc_allocated_bytes_total");
        var same = await Measure.RunAsync(known, engine.ProcessId, inputs[..1], duration);
        allocated = await engine.MetricAsync("dotnet_gc_allocated_bytes_total") - allocated;
        var verification = BareVerification.Microseconds();
        Measure.Show("empty endpoint, keep-alive", nothing);
        Measure.Show("decision, every token new", fresh);
        Measure.Show("decision, the same token", same);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare RSA-2048 verification: {verification:F1} µs; allocated by a decision with a known token, HTTP included: {allocated / same.Load.Requests:F0} bytes"));
        Measure.Ratio("CPU of a decision with a new token / (verification + empty endpoint), target 1.5", fresh.Cpu / (verification + nothing.Cpu));
        Measure.Ratio("CPU of a decision with a known token / empty endpoint, target 1.5", same.Cpu / nothing.Cpu);
    }

    private static async Task CallbacksAsync(EngineUnderLoad engine, int yardstick, IPEndPoint port, Population population, IssuedCertificate client, TimeSpan duration)
    {
        var empty = new HttpLoad(port, "/", Granted, TimeProvider.System) { Client = client.Certificate, NewConnections = true };
        var callback = new HttpLoad(engine.Callback, "/instance", Granted, TimeProvider.System) { Client = client.Certificate, NewConnections = true };
        await Measure.WarmAsync(empty, yardstick, population.Confirmations);
        var handshake = await Measure.RunAsync(empty, yardstick, population.Confirmations, duration);
        await Measure.WarmAsync(callback, engine.ProcessId, population.Confirmations);
        var decided = await Measure.RunAsync(callback, engine.ProcessId, population.Confirmations, duration);
        Measure.Show("empty endpoint, new mTLS connection each", handshake);
        Measure.Show("callback, new mTLS connection each", decided);
        Measure.Ratio("rate of callbacks / empty endpoint with new mTLS connections, target 0.9", decided.Load.PerSecond / handshake.Load.PerSecond);
    }

    private static IPEndPoint Local(int port) => new(IPAddress.Loopback, port);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
