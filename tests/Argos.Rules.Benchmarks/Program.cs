using Argos.Rules.Benchmarks.Activations;
using Argos.Rules.Benchmarks.Attacks;
using Argos.Rules.Benchmarks.Audit;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.Benchmarks.Memory;
using Argos.Rules.Benchmarks.Micro;
using Argos.Rules.Benchmarks.Scale;
using BenchmarkDotNet.Running;

const string Help = """
    Benchmarks of Argos.Rules. Every figure stands beside a yardstick of the same run: absolute times of one machine say little.

      load [seconds]   decisions over HTTP against a real engine process, beside an empty endpoint (default 5 s each)
      warmup           the first minute of decisions of a new engine, published as the images do
      activations [n]  one policy put into force 10,000 times in a real engine, each time another text; fails when memory, handles or
                       threads grow (about 10 minutes)
      meter            the stock policy with and without the meter; fails beyond twice the time or 4 KiB
      decision         a decision with a known token, in parts of one bare RSA-2048 verification: best batches, also beside other work
      gates            how long the engine looks at the image of each stock policy before it loads it
      memory           resident memory of the engine, its compiler and its trial process
      scale            memory of both processes at 2,500 and at 50,000 pods, and the way of one change at 1,000 and at 50,000
      updates [seconds] 500 pod updates a second beside decisions at 50,000 pods, then a re-list; then `readers` (default 60 s)
      readers          a pod written beside 64 saturating readers
      start [pods]     start to listening and to ready with programs published as the images do, beside curl paging the same list and a hello world;
                       a real API server with KUBEBUILDER_ASSETS, else a fake (default 10,000 pods)
      growth           the processor time of a decision with more pods, and with more policies for other providers
      audit            what an audit record costs, and how fast logs are verified and replayed; fails beyond 5 µs or 1 KiB more than without
                       chain, 100 MB/s and a minute for 100,000 decisions
      attacks [seconds [name]] honest callers beside floods of the callback listener, over those of an engine aside;
                       fails when one is not granted, beyond 3 times the 99th percentile, or beyond 512 MiB (default 20 s each; `name` is a part of the names of attacks)
      soak [minutes]   new mTLS connections, pod changes and policy edits for long: memory, handles and threads, with their slope (default 30)
      kills [n]        an engine that is killed while agents ask: no wrong grant, ready again within 3 s in the median (default 100)
      micro [filter]   parts of a decision, beside one bare RSA-2048 verification (BenchmarkDotNet)

    Run with: dotnet run -c Release --project tests/Argos.Rules.Benchmarks -- load
    """;

switch (args)
{
    case ["load"]:
        return await LoadRun.RunAsync(TimeSpan.FromSeconds(5));
    case ["load", var seconds] when int.TryParse(seconds, out var number) && number is > 0 and <= 600:
        return await LoadRun.RunAsync(TimeSpan.FromSeconds(number));
    case ["warmup"]:
        return await WarmUpRun.RunAsync();
    case ["scale"]:
        return await ScaleRun.RunAsync();
    case ["activations"]:
        return await ActivationRun.RunAsync(ActivationRun.Default);
    case ["activations", var times] when int.TryParse(times, out var number) && number is >= 100 and <= 1_000_000:
        return await ActivationRun.RunAsync(number);
    case ["gates"]:
        return await GateRun.RunAsync();
    case ["memory"]:
        return await MemoryRun.RunAsync();
    case ["decision"]:
        return await DecisionRun.RunAsync();
    case ["meter"]:
        return await MeterRun.RunAsync();
    case ["updates"]:
        return await UpdatesRun.RunAsync(TimeSpan.FromSeconds(60));
    case ["updates", var seconds] when int.TryParse(seconds, out var number) && number is > 0 and <= 600:
        return await UpdatesRun.RunAsync(TimeSpan.FromSeconds(number));
    case ["readers"]:
        await ReadersRun.RunAsync();
        return 0;
    case ["start"]:
        return await StartRun.RunAsync(10_000);
    case ["start", var pods] when int.TryParse(pods, out var number) && number is > 0 and <= 50_000:
        return await StartRun.RunAsync(number);
    case ["growth"]:
        return await GrowthRun.RunAsync();
    case ["audit"]:
        return await AuditRun.RunAsync();
    case ["attacks"]:
        return await AttackRun.RunAsync(TimeSpan.FromSeconds(20));
    case ["attacks", var seconds] when int.TryParse(seconds, out var number) && number is > 0 and <= 600:
        return await AttackRun.RunAsync(TimeSpan.FromSeconds(number));
    case ["attacks", var seconds, var name] when int.TryParse(seconds, out var number) && number is > 0 and <= 600:
        return await AttackRun.RunAsync(TimeSpan.FromSeconds(number), name);
    case ["soak"]:
        return await SoakRun.RunAsync(TimeSpan.FromMinutes(30));
    case ["soak", var minutes] when int.TryParse(minutes, out var number) && number is > 0 and <= 1440:
        return await SoakRun.RunAsync(TimeSpan.FromMinutes(number));
    case ["kills"]:
        return await KillRun.RunAsync(100);
    case ["kills", var times] when int.TryParse(times, out var number) && number is > 0 and <= 10_000:
        return await KillRun.RunAsync(number);
    case [Attacker.Command, .. { Length: 7 } rest]:
        return await Attacker.RunAsync(rest);
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(DecisionBenchmarks)]).Run(["--filter", .. rest.DefaultIfEmpty("*")]);
        return 0;
    case [Yardstick.Command, .. var rest]:
        return await Yardstick.ServeAsync(rest);
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    default:
        Console.Error.WriteLine(Help);
        return 2;
}
