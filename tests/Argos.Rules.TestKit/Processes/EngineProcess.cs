namespace Argos.Rules.TestKit.Processes;

/// <summary>The engine as a real process. It can be killed and started again with the same settings.</summary>
public sealed class EngineProcess(EngineSettings settings) : IAsyncDisposable
{
    private ChildProcess? _process;

    /// <summary>How it is started.</summary>
    public EngineSettings Settings => settings;

    /// <summary>Where ZTS calls.</summary>
    public Uri Callback { get; } = new($"https://{EngineSettings.Loopback(settings.CallbackPort)}/");

    /// <summary>Where mgmt pushes.</summary>
    public Uri Management { get; } = new($"http://{EngineSettings.Loopback(settings.ManagementPort)}/");

    /// <summary>Health and metrics.</summary>
    public Uri Diagnostics { get; } = new($"http://{EngineSettings.Loopback(settings.DiagnosticsPort)}/");

    /// <summary>The process, once started.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("the engine was not started");

    /// <summary>Starts it; does not wait.</summary>
    public void Start() => _process = settings.Shell.Length + settings.Redirections.Length > 0
        ? ChildProcess.StartDotnetInShell("engine", settings.Assembly, settings.ToArguments(), settings.WorkingDirectory, settings.Shell, settings.Redirections)
        : ChildProcess.StartDotnet("engine", settings.Assembly, settings.ToArguments(), settings.WorkingDirectory);

    /// <summary>Waits until it decides.</summary>
    public Task WaitReadyAsync(TimeSpan within, CancellationToken cancellationToken) => Readiness.WaitAsync(Process, Diagnostics, within, cancellationToken);

    /// <summary>Kills it without warning.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Stops it in good order.</summary>
    public Task<int> StopAsync(TimeSpan patience) => Process.StopAsync(patience);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
