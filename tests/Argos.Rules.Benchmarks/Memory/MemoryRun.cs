using System.Globalization;
using System.Text;
using Argos.Rules.Benchmarks.Activations;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Memory;

/// <summary>
/// What the engine, its compiler and its trial process hold in RAM: after the start with the stock policies and their tests, after dry
/// runs, and when the two were not needed for a while.
/// </summary>
internal static class MemoryRun
{
    private const int DryRuns = 200;
    private const int Small = 200;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync()
    {
        await using var scene = new LoadScene();
        await scene.StartAsync(assembly: null, "Scripting:IdleTimeout=" + Idle);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        Show("started, nothing in it", scene.Engine.ProcessId);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(BuiltOutput.Root, "policies")).Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, "policy.csx");
            if (!File.Exists(file)) continue;
            var id = $"argos/stock/{Path.GetFileName(folder)}";
            await scene.Engine.PutWithTestsAsync($"v1/policies/{id}.csx", await File.ReadAllTextAsync(file),
                await File.ReadAllTextAsync(Path.Combine(folder, "tests.yaml")));
        }
        Show("the stock policies in force, their tests passed", scene.Engine.ProcessId);
        for (var i = 0; i < DryRuns; i++) await scene.Engine.DryRunAsync(Request);
        Show($"after {DryRuns} dry runs", scene.Engine.ProcessId);
        var before = ProcessState.Of(scene.Engine.ProcessId);
        for (var i = 0; i < Small; i++) await scene.Engine.PutAsync($"v1/policies/a/small{i}.csx",
            $"return Input.Domain == \"d{i}\" ? Allow() : Deny(\"no\");");
        var after = ProcessState.Of(scene.Engine.ProcessId);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a policy of one line: {(after.ResidentBytes - before.ResidentBytes) / 1024.0 / Small:F0} KiB "
            + $"and {(after.Mappings - before.Mappings) / (double)Small:F1} mappings of the engine"));
        Show($"with {Small} policies of one line", scene.Engine.ProcessId);
        await Task.Delay(Idle + TimeSpan.FromSeconds(5), TimeProvider.System);
        Show("when nobody needed compiler and trial process", scene.Engine.ProcessId);
        return 0;
    }

    private const string Request =
        """
        {"input":{"provider":"k8s.cluster1.identityd","domain":"media.sports","service":"api","attestationData":"a.b.c",
        "attributes":{"instanceId":"i"}}}
        """;

    private static void Show(string when, int engine)
    {
        var line = new StringBuilder(when).Append(": ");
        line.Append(CultureInfo.InvariantCulture, $"engine {Mebibytes(engine)} MiB");
        foreach (var child in Children(engine)) line.Append(CultureInfo.InvariantCulture, $", {child.Verb} {Mebibytes(child.Id)} MiB");
        Console.WriteLine(line);
    }

    private static long Mebibytes(int process) => ProcessState.Of(process).ResidentBytes / 1024 / 1024;

    private static IEnumerable<Child> Children(int parent)
    {
        foreach (var id in OfThreads(parent).Distinct())
        {
            var number = int.Parse(id, CultureInfo.InvariantCulture);
            yield return new Child(number, File.ReadAllText($"/proc/{number}/cmdline")
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)[^1]);
        }
    }

    // A child belongs to the thread that started it.
    private static IEnumerable<string> OfThreads(int parent) => Directory.EnumerateDirectories($"/proc/{parent}/task")
        .SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed record Child(int Id, string Verb);
}
