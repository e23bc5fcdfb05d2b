using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.Benchmarks.Scale;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Attacks;

/// <summary>
/// Honest callers beside attacks on the callback listener of a real engine process, over those of a second engine at the same time, which
/// nobody attacks: attackers take processors from whatever runs on their machine, and only the rest is the doing of the engine. Each honest
/// call has a connection and a handshake of its own, as ZTS's.
/// </summary>
internal static class AttackRun
{
    private const int Pods = 2_000;
    private const int Tokens = 2_000;
    private const double PerSecond = 10;
    private const double MaximumRatio = 3;
    private const long MaximumResident = 512L << 20;

    // The heap of an engine in a container of 1 GiB: three quarters of it.
    private const string Heap = "export DOTNET_GCHeapHardLimit=0x30000000";

    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(TimeSpan duration, string name = "")
    {
        Report.Machine("attackers run on the same machine while nothing else would");
        await using var scene = new LoadScene { Shell = Heap };
        await scene.StartAsync(Pods, Tokens);
        await using var aside = new LoadScene { Shell = Heap };
        await aside.StartAsync(Pods, Tokens);
        using var asideZts = aside.Authority.Client("sys.auth.zts");
        var witness =
            new HonestCallers(new CallbackClient(aside.Engine.Callback, asideZts.Certificate), [.. aside.Population.Confirmations],
            TimeProvider.System);
        await witness.RunAsync(PerSecond, TimeSpan.FromSeconds(15), CancellationToken.None);
        using var zts = scene.Authority.Client("sys.auth.zts");
        using var stranger = scene.Authority.Client("some.other.service");
        var (ztsFiles, strangerFiles) = (zts.WriteTo(scene.Folder, "zts"), stranger.WriteTo(scene.Folder, "stranger"));
        // The first pod goes, and the token of its agent stays good.
        await scene.Engine.DropAsync($"v1/data/kubernetes/pods/{NumberedPod.Namespace(0)}/{NumberedPod.Name(0)}");
        var honest =
            new HonestCallers(new CallbackClient(scene.Engine.Callback, zts.Certificate), [.. scene.Population.Confirmations.Skip(1)],
            TimeProvider.System);
        await honest.RunAsync(PerSecond, TimeSpan.FromSeconds(15), CancellationToken.None);
        var port = scene.Engine.Callback.Port;
        ImmutableArray<AttackPlan> plans =
        [
            new("A1 200 calls of 900 KB", "call", port, 200, 400) { Files = ztsFiles, BodyFile = Body(scene, 900 << 10) },
            new("A1 400 waiting calls of 120 KB", "call", port, 400, 400) { Files = ztsFiles, BodyFile = Body(scene, 120 << 10) },
            new("A2 1,000 waiting calls, 330/s", "call", port, 1000, 330) { Files = ztsFiles, BodyFile = Body(scene, 0) },
            new("A3 4,000 silent TLS of a stranger", "tls", port, 4000, 400) { Files = strangerFiles },
            new("A3 4,000 silent TLS of ZTS's name", "tls", port, 4000, 400) { Files = ztsFiles },
            new("A4 10,000 silent TCP", "tcp", port, 10_000, 1500),
            new("A4 3,000 half handshakes", "half", port, 3_000, 1000),
        ];
        var worst = 0;
        foreach (var plan in plans.Where(plan => plan.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
            worst |= await BesideAsync(scene, honest, witness, plan, duration);
        return worst;
    }

    private static async Task<int> BesideAsync(
        LoadScene scene, HonestCallers honest, HonestCallers witness, AttackPlan plan, TimeSpan duration)
    {
        var before = await honest.RunAsync(PerSecond, duration, CancellationToken.None);
        ProcessFigures.ForgetPeak(scene.Engine.ProcessId);
        HonestResult during, aside;
        string attacker;
        await using (var process = Attacker.Start(plan, scene.Folder))
        {
            await Task.Delay(Lead, TimeProvider.System);
            var unharmed = witness.RunAsync(PerSecond, duration, CancellationToken.None);
            during = await honest.RunAsync(PerSecond, duration, CancellationToken.None);
            aside = await unharmed;
            attacker = process.Log.Lines is [.., var last] ? last : "";
        }
        var (peak, ratio) = (ProcessFigures.PeakResident(scene.Engine.ProcessId), during.P99Milliseconds / aside.P99Milliseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Name,-36} {during.Granted}/{during.Asked} granted  p99 "
                + $"{before.P99Milliseconds:F1} ms without, {aside.P99Milliseconds:F1} ms aside "
                + $"-> {during.P99Milliseconds:F1} ms ({ratio:F2} x)  "
                + $"median {before.MedianMilliseconds:F1}, {aside.MedianMilliseconds:F1} -> {during.MedianMilliseconds:F1} ms  engine at most {peak >> 20} MiB"));
        Console.WriteLine($"{"",-36} attacker: {attacker}; honest: {during}");
        return during.Granted == during.Asked && ratio <= MaximumRatio && peak <= MaximumResident ? 0 : 1;
    }

    private static string Names(int bytes, string form)
    {
        var format = CompositeFormat.Parse(form);
        var count = bytes / (string.Format(CultureInfo.InvariantCulture, format, 0).Length + 1);
        return string.Join(',', Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, format, i)));
    }

    /// <summary>The confirmation of the pod that is gone, with names of so many bytes.</summary>
    private static string Body(LoadScene scene, int bytes)
    {
        var confirmation = JsonNode.Parse(scene.Population.Confirmations[0])!;
        if (bytes > 0)
        {
            // Lists within their own limits, of names that come after those that are checked before the pod is looked for.
            var each = bytes / 2;
            var attributes = confirmation["attributes"]!;
            attributes["sanDNS"] = $"{attributes["sanDNS"]},{Names(each, "host-{0:d4}.a-rather-long-name-of-it.more-of-it.tenant.example.com")}";
            attributes["sanURI"] = $"{attributes["sanURI"]},{Names(each, "spiffe://tenant.example.com/a-rather-long-path-of-it/more-of-it/{0:d4}")}".TrimStart(',');
        }
        var file = Path.Combine(scene.Folder, string.Create(CultureInfo.InvariantCulture, $"body-{bytes}.json"));
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(confirmation.ToJsonString()));
        return file;
    }
}
