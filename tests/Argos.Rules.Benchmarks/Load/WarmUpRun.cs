using System.Text;
using Argos.Rules.Benchmarks.Scale;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>
/// How long a new engine, published as the images do, takes until it decides as fast as it ever will: the runtime translates hot methods again,
/// and when it does so depends on its settings.
/// </summary>
internal static class WarmUpRun
{
    private const int Tokens = 64;
    private const int Pods = 1000;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly int[] Shown = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60];

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("argos-warm-").FullName;
        try
        {
            var published = new Published(folder);
            await published.MakeAsync();
            using var population = new Population(Pods, Tokens);
            using var authority = new TestAuthority();
            using var provider = authority.Provider(SampleNames.Provider);
            var files = provider.WriteTo(folder, "provider");
            await using var engine = new EngineUnderLoad(folder, authority, (files.Certificate, files.Key), published.Engine);
            await engine.StartAsync();
            await engine.FillAsync(population);
            Report.Machine("the load is made on the same processors");
            byte[][] inputs = [.. population.Confirmations.Select(static c => Encoding.UTF8.GetBytes("{\"input\":" + Encoding.UTF8.GetString(c) + "}"))];
            var load = new HttpLoad(engine.Management, LoadRun.Decision, LoadRun.Allowed, TimeProvider.System);
            for (var second = 1; second <= Shown[^1]; second++)
            {
                var run = await Measure.RunAsync(load, engine.ProcessId, inputs, Slice);
                if (Shown.Contains(second)) Measure.Show($"decision, known tokens, second {second}", run);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
