using System.Diagnostics;

namespace Argos.Rules.Engine.Scripting;

/// <summary>One process of the compiler. After a failure it is of no more use.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

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

    /// <summary>Starts a compiler and waits until it is ready.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<WorkerProcess> StartAsync(ScriptingOptions options, CancellationToken cancellation)
    {
        var process = Process.Start(WorkerCommand.Create(options)) ?? throw new IOException("the compiler's process cannot be started");
        var worker = new WorkerProcess(process);
        // What a dying process says is not for the log: it may quote a policy.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            if (await CompileFrame.ReceiveAsync(process.StandardOutput.BaseStream, cancellation) is null) throw new IOException("the compiler's process ended before it was ready");
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Asks for a compilation.</summary>
    /// <returns>The result, or <see langword="null"/> when the process died over it.</returns>
    public async Task<CompileResult?> CompileAsync(string id, string source, bool traced, CancellationToken cancellation)
    {
        try
        {
            await CompileFrame.SendAsync(_process.StandardInput.BaseStream, CompileFrame.Request(id, source, traced), cancellation);
            return await CompileFrame.ReceiveAsync(_process.StandardOutput.BaseStream, cancellation) is { } frame ? CompileFrame.ReadResponse(id, frame) : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            return null;
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
