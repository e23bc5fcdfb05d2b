using System.Diagnostics;
using System.Globalization;
using Argos.Rules.Compiler;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Micro;

/// <summary>
/// How long the engine looks at the image of each stock policy before it loads it: names, shapes and the types on the stack.
/// </summary>
internal static class GateRun
{
    private const int WarmUp = 200;
    private const int Rounds = 400;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| policy | image | best | median |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(BuiltOutput.Root, "policies")).Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, "policy.csx");
            if (!File.Exists(file)) continue;
            var name = Path.GetFileName(folder);
            var compiled = PolicyCompiler.Compile(name, await File.ReadAllTextAsync(file), CancellationToken.None).Policy!;
            for (var i = 0; i < WarmUp; i++) ImageGate.Check(name, compiled);
            var times = new double[Rounds];
            for (var i = 0; i < Rounds; i++)
            {
                var started = Stopwatch.GetTimestamp();
                if (!ImageGate.Check(name, compiled).IsEmpty) throw new InvalidOperationException($"{name} does not pass");
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
            Array.Sort(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {compiled.Image.Length:N0} B | {times[0]:F2} ms | {times[Rounds / 2]:F2} ms |"));
        }
        return 0;
    }
}
