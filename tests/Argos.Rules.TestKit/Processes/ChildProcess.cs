using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Argos.Rules.TestKit.Processes;

/// <summary>A child process with its output; killed when disposed.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;

    private ChildProcess(string name, Process process, LogTail log)
    {
        Name = name;
        _process = process;
        Log = log;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Everything it wrote.</summary>
    public LogTail Log { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts <c>dotnet exec assembly arguments</c>.</summary>
    public static ChildProcess StartDotnet(string name, string assembly, IEnumerable<string> arguments, string workingDirectory) =>
        Start(name, Dotnet, ["exec", assembly, .. arguments], workingDirectory);

    /// <summary>The same, through a shell that becomes the process.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="before">What the shell does before, such as <c>ulimit -n 400</c>.</param>
    /// <param name="redirections">What the program gets in the place of the shell's files, such as <c>2&gt; log</c>.</param>
    public static ChildProcess StartDotnetInShell(
        string name, string assembly, IEnumerable<string> arguments, string workingDirectory, string before, string redirections) =>
        Start(name, "bash", ["-c", $"{(before.Length > 0 ? before + "; " : "")}exec \"$@\" {redirections}", name, Dotnet, "exec", assembly, .. arguments], workingDirectory);

    private static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(
        string name, string program, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // The programs read settings from there: what is set for the tests must not reach them.
        foreach (var key in start.Environment.Keys.Where(k => k.StartsWith("ARGOS_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(key);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var log = new LogTail();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => log.Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(name, process, log);
    }

    /// <summary>Ends it at once, as <c>kill -9</c> or the kernel's memory killer would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Stops it without ending it: it holds its connections and says nothing. Unix only.</summary>
    public void Pause() => _ = Signal(_process.Id, SigStop);

    /// <summary>The same for any process of this user.</summary>
    public static void Pause(int process) => _ = Signal(process, SigStop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => _ = Signal(_process.Id, SigCont);

    /// <summary>Asks it to end with SIGTERM, waits, and kills it when it does not; the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        if (!_process.HasExited) Terminate();
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
        return _process.ExitCode;
    }

    /// <summary>Waits until it ends by itself; the exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Fails with the process's last lines when it has ended.</summary>
    public void ThrowIfExited()
    {
        if (_process.HasExited)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Name} ended with exit code {_process.ExitCode}; its last lines:\n{Log.Last(30)}"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Terminate()
    {
        if (OperatingSystem.IsWindows()) _process.Kill();
        else _ = Signal(_process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
