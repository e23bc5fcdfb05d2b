using System.Net;
using System.Text.Json;
using Argos.Rules.Cli.Playground;
using Argos.Rules.Cli.Playground.Http;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>Turns, times, failures and folders of runs.</summary>
internal sealed class PlaygroundRunsTests
{
    private const string Secret = "what stands in a text";

    private static readonly object[][] Kinds =
    [
        [new UsageException("name one"), 422, "name one"],
        [new CompilerUnavailableException("no such program", new IOException()), 503, "no such program"],
        [new OperationCanceledException(), 503, "start `argos playground` again"],
        [new UnauthorizedAccessException("not allowed"), 500, "TMPDIR"],
        [new IOException("the engine cannot be reached"), 502, "cannot be reached"],
        [new InvalidOperationException(Secret), 500, "change what was written last"],
    ];

    [Test]
    public async Task More_runs_than_may_wait_are_refused_and_the_others_go_on()
    {
        using var gate = new CompileGate();
        await using var run = await PlaygroundRun.EnteredAsync(change: gate.Put);
        var asked = Enumerable.Range(0, PlaygroundLimits.Runs + PlaygroundLimits.WaitingRuns + 1).Select(i => AskAsync(run, i)).ToArray();

        var first = await await Task.WhenAny(asked);
        gate.Open(asked.Length);

        Assert.That(first, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That((await Task.WhenAll(asked)).Count(static status => status == HttpStatusCode.OK), Is.EqualTo(asked.Length - 1));
    }

    [Test]
    public async Task Time_of_a_run_begins_with_its_turn()
    {
        var time = new ManualTime();
        using var gate = new CompileGate();
        await using var run = await PlaygroundRun.EnteredAsync(change: terminal => gate.Put(terminal) with { Time = time });
        var first = await FillAsync(run, gate, time);
        var waiting = AskAsync(run, PlaygroundLimits.Runs);
        await UntilAsync(() => time.ActiveTimers == PlaygroundLimits.Runs + 1);

        time.Advance(PlaygroundLimits.WaitTime - TimeSpan.FromSeconds(1));
        gate.Open(first.Length);
        Assert.That(await Task.WhenAll(first), Is.All.EqualTo(HttpStatusCode.OK));
        await UntilAsync(() => gate.Begun == first.Length + 1);
        time.Advance(PlaygroundLimits.RunTime - TimeSpan.FromSeconds(1));
        gate.Open(1);

        Assert.That(await waiting, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Run_that_takes_too_long_is_ended_and_one_that_waits_too_long_is_told_so()
    {
        var time = new ManualTime();
        using var gate = new CompileGate();
        await using var run = await PlaygroundRun.EnteredAsync(change: terminal => gate.Put(terminal) with { Time = time });
        var first = await FillAsync(run, gate, time);
        var busy = run.AskAsync("/api/test", Project(PlaygroundLimits.Runs), HttpStatusCode.TooManyRequests);
        await UntilAsync(() => time.ActiveTimers == PlaygroundLimits.Runs + 1);

        time.Advance(PlaygroundLimits.WaitTime);
        Assert.That((await busy).GetProperty("message").GetString(), Does.Contain("busy"));
        time.Advance(PlaygroundLimits.RunTime - PlaygroundLimits.WaitTime);

        Assert.That(await Task.WhenAll(first), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [TestCase("/api/test")]
    [TestCase("/api/mutate")]
    public async Task Compiler_that_cannot_be_started_is_said(string path)
    {
        await using var run = await PlaygroundRun.EnteredAsync(change: static terminal => terminal with
        {
            Compile = static (_, _, _) => throw new CompilerUnavailableException("no such program", new IOException()),
        });

        var answer = await run.AskAsync(path, Project(0), HttpStatusCode.ServiceUnavailable);

        Assert.That(answer.GetProperty("message").GetString(), Does.Contain("no such program").And.Contain("try again"));
    }

    [Test]
    public async Task Failure_that_nobody_has_thought_of_is_said_and_quotes_no_text()
    {
        await using var run = await PlaygroundRun.EnteredAsync(change: static terminal => terminal with { Time = new BrokenTime() });

        var answer = await run.AskAsync("/api/test", Project(0), HttpStatusCode.InternalServerError);

        Assert.That(answer.GetProperty("message").GetString(), Does.Contain("InvalidOperationException").And.Not.Contain(Secret));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Failure_of_every_kind_says_what_to_do_and_quotes_no_text(Exception failure, int status, string words)
    {
        var said = PlaygroundFailure.Of(failure);

        Assert.That(said.Status, Is.EqualTo(status));
        Assert.That(said.Message, Does.Contain(words).And.Not.Contain(Secret));
    }

    [Test]
    public async Task Folder_of_a_run_is_there_while_it_runs_and_gone_when_it_has_ended()
    {
        using var gate = new CompileGate();
        await using var run = await PlaygroundRun.EnteredAsync(change: gate.Put);
        var asked = AskAsync(run, 0);
        await UntilAsync(() => gate.Begun == 1);
        Assert.That(Directory.GetDirectories(run.Server.Folder), Has.Length.EqualTo(1));

        gate.Open(1);
        await asked;

        Assert.That(Directory.GetDirectories(run.Server.Folder), Is.Empty);
    }

    [Test]
    public async Task End_of_the_playground_takes_the_folder_of_a_run_along()
    {
        using var gate = new CompileGate();
        await using var run = await PlaygroundRun.EnteredAsync(change: gate.Put);
        var asked = AskAsync(run, 0);
        await UntilAsync(() => gate.Begun == 1);

        await run.Server.DisposeAsync();

        Assert.That(Directory.Exists(run.Server.Folder), Is.False);
        Assert.That(Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(run.Server.Folder) + "*"), Is.Empty);
        // It was ended in one way or the other.
        await Task.WhenAny(asked);
    }

    private static object Project(int number) =>
        new { name = "teams", policy = $"{CliRun.Policy}// {number}\n", tests = CliRun.Tests, input = "{}" };

    private static string Json(int number) => JsonSerializer.Serialize(Project(number));

    private static Task<HttpStatusCode> AskAsync(PlaygroundRun run, int number) => run.StatusAsync(run.Post("/api/test", Json(number)));

    private static async Task<Task<HttpStatusCode>[]> FillAsync(PlaygroundRun run, CompileGate gate, ManualTime time)
    {
        var first = Enumerable.Range(0, PlaygroundLimits.Runs).Select(i => AskAsync(run, i)).ToArray();
        await UntilAsync(() => gate.Begun == first.Length && time.ActiveTimers == first.Length);
        return first;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    private sealed class BrokenTime : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException(Secret);
    }

    /// <summary>Holds compilations up.</summary>
    private sealed class CompileGate : IDisposable
    {
        private readonly SemaphoreSlim _open = new(0);
        private int _begun;

        /// <summary>How many have come to it.</summary>
        public int Begun => Volatile.Read(ref _begun);

        public Terminal Put(Terminal terminal) => terminal with
        {
            Compile = async (id, source, cancellation) =>
            {
                Interlocked.Increment(ref _begun);
                await _open.WaitAsync(cancellation);
                return await terminal.Compile!(id, source, cancellation);
            },
        };

        /// <summary>Lets so many go on.</summary>
        public void Open(int count) => _open.Release(count);

        public void Dispose() => _open.Dispose();
    }
}
