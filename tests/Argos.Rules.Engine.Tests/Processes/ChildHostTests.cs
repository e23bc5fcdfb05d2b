using System.Diagnostics;
using Argos.Rules.Core.Processes;
using Argos.Rules.Core.Trials;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Processes;

/// <summary>When a child process is ended; the processes are real, the clock is not.</summary>
[Category("Process")]
internal sealed class ChildHostTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private ManualTime _time = null!;
    private ChildHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new ManualTime();
        var settings = new ChildSettings("the trial process", TrialProcess.Program, 192L * 1024 * 1024, TimeSpan.FromMinutes(1), Idle);
        _host = new ChildHost(settings, 1024, _time, NullLogger.Instance);
    }

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task Process_that_has_no_processor_is_late_on_the_wall_and_another_one_goes_on()
    {
        var limit = TimeSpan.FromMinutes(1);
        var silence = new Silence();
        var work = _host.RunAsync(silence, limit, default);
        await silence.Begun;
        var (first, begun) = (_host.ProcessId, _time.Now);

        // A process that waits for its next request uses no processor time: only the wall's clock can end it.
        while (!work.IsCompleted)
        {
            _time.Advance(Step);
            await Task.Yield();
        }

        Assert.That((await work).End, Is.EqualTo(ChildEnd.Late));
        Assert.That(_time.Now - begun, Is.GreaterThan(limit * ChildHost.WallFactor));
        Assert.That(_host.ProcessId, Is.Null);
        await _host.WarmAsync(default);
        Assert.That(_host.ProcessId, Is.Not.Null.And.Not.EqualTo(first));
    }

    [Test]
    public async Task Process_that_nobody_needs_is_ended_and_another_one_is_started_on_demand()
    {
        await _host.WarmAsync(default);
        using var first = Process.GetProcessById(_host.ProcessId!.Value);

        _time.Advance(Idle - Step);
        Assert.That(_host.ProcessId, Is.EqualTo(first.Id), "its time is not over");
        await _host.WarmAsync(default);
        _time.Advance(Idle - Step);
        Assert.That(_host.ProcessId, Is.EqualTo(first.Id), "it was needed meanwhile");
        _time.Advance(Step);

        Assert.That(_host.ProcessId, Is.Null);
        await first.WaitForExitAsync();
        await _host.WarmAsync(default);
        Assert.That(_host.ProcessId, Is.Not.Null.And.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task Process_that_works_is_not_idle()
    {
        await _host.WarmAsync(default);
        var silence = new Silence();
        var work = _host.RunAsync(silence, TimeSpan.FromDays(1), default);
        await silence.Begun;

        _time.Advance(2 * Idle);

        Assert.That((work.IsCompleted, _host.ProcessId is null), Is.EqualTo((false, false)));
    }

    /// <summary>Asks nothing and waits for an answer.</summary>
    private sealed class Silence : IConversation<string>
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public async Task<string?> HoldAsync(ChildProcess child, CancellationToken cancellation)
        {
            _begun.TrySetResult();
            await Frames.ReceiveAsync(child.Answers, 1024, cancellation);
            return null;
        }
    }
}
