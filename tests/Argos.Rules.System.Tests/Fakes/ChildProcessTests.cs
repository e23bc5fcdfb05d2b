using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Fakes;

[Platform(Exclude = "Win")]
internal sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Log_keeps_both_outputs()
    {
        await using var process = Shell("echo out; echo err >&2");

        Assert.That(await process.WaitForExitAsync(CancellationToken.None), Is.Zero);
        Assert.That(process.Log.Lines, Is.EquivalentTo(new[] { "out", "err" }));
    }

    [Test]
    public async Task StopAsync_lets_the_process_end_in_good_order()
    {
        await using var process = Shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done");
        await Eventually.HoldsAsync(() => process.Log.Lines.Contains("up"), "it is up", Patience, CancellationToken.None);

        Assert.That(await process.StopAsync(Patience), Is.EqualTo(7));
        Assert.That(process.Log.Lines, Has.Member("bye"));
    }

    [Test]
    public async Task KillAsync_gives_the_process_no_chance()
    {
        await using var process = Shell("trap 'echo bye' TERM EXIT; echo up; while :; do sleep 0.05; done");
        await Eventually.HoldsAsync(() => process.Log.Lines.Contains("up"), "it is up", Patience, CancellationToken.None);

        await process.KillAsync();

        Assert.That(process.ExitCode, Is.EqualTo(128 + 9));
        Assert.That(process.Log.Lines, Has.No.Member("bye"));
    }

    [Test]
    public async Task WaitAsync_for_a_process_that_ended_tells_its_last_lines()
    {
        await using var process = Shell("echo `Callback:KeyFile` is missing; exit 2");
        await process.WaitForExitAsync(CancellationToken.None);

        Assert.That(async () => await Readiness.WaitAsync(process, new Uri("http://127.0.0.1:1"), Patience, CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("exit code 2").And.Message.Contains("is missing"));
    }

    [Test]
    public async Task WaitAsync_for_a_process_that_does_not_answer_gives_up()
    {
        await using var process = Shell("echo up; sleep 30");

        Assert.That(async () => await Readiness.WaitAsync(process, new Uri("http://127.0.0.1:1"), TimeSpan.FromMilliseconds(200), CancellationToken.None),
            Throws.TypeOf<TimeoutException>().With.Message.Contains("is not ready"));
    }

    private static ChildProcess Shell(string script) => ChildProcess.Start("shell", "/bin/sh", ["-c", script], Path.GetTempPath());
}
