using System.Diagnostics;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Core.Processes;

/// <summary>One child process. After a failure it is of no more use.</summary>
internal sealed class ChildProcess : IDisposable
{
    // What a shell tells of a process that a signal ended: 128 and the signal's number.
    private const int Killed = 128 + 9;
    private const int Terminated = 128 + 15;

    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it is asked.</summary>
    public Stream Requests => _process.StandardInput.BaseStream;

    /// <summary>What it answers.</summary>
    public Stream Answers => _process.StandardOutput.BaseStream;

    /// <summary>How many times it was asked.</summary>
    public int Uses { get; set; }

    /// <summary>Whether it is gone.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The processor time it has used; the longest there is when it has ended.</summary>
    public TimeSpan Used
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                return TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>Starts a process and waits until it says that it is ready, with a frame of its own.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<ChildProcess> StartAsync(ChildSettings settings, int maximumBytes, CancellationToken cancellation)
    {
        var process = Process.Start(ChildCommand.Create(settings)) ?? throw new IOException($"{settings.Name} cannot be started");
        var child = new ChildProcess(process);
        // What a dying process says is not for the log: it may quote a policy.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            if (await Frames.ReceiveAsync(child.Answers, maximumBytes, cancellation) is null) throw new IOException($"{settings.Name} ended before it was ready");
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>Whether somebody else ended it, which says nothing about what it was doing.</summary>
    public async Task<bool> WasKilledAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Ending);
            return _process.ExitCode is Killed or Terminated;
        }
        catch (Exception problem) when (problem is TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Kills it: it holds nothing worth saving.</summary>
    public void Dispose()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
        _process.Dispose();
    }
}
