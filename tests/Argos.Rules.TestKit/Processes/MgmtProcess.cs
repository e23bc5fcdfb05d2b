namespace Argos.Rules.TestKit.Processes;

/// <summary>mgmt as a real process.</summary>
public sealed class MgmtProcess(MgmtSettings settings) : IAsyncDisposable
{
    private ChildProcess? _process;

    /// <summary>How it is started.</summary>
    public MgmtSettings Settings => settings;

    /// <summary>Health and metrics.</summary>
    public Uri Diagnostics { get; } = new($"http://{EngineSettings.Loopback(settings.DiagnosticsPort)}/");

    /// <summary>The process, once started.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("mgmt was not started");

    /// <summary>Starts it; does not wait.</summary>
    public void Start() => _process = ChildProcess.StartDotnet("mgmt", settings.Assembly, settings.ToArguments(), settings.WorkingDirectory);

    /// <summary>Waits until its first set is with the engine.</summary>
    public Task WaitReadyAsync(TimeSpan within, CancellationToken cancellationToken) => Readiness.WaitAsync(Process, Diagnostics, within, cancellationToken);

    /// <summary>Kills it without warning.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Stops it in good order.</summary>
    public Task<int> StopAsync(TimeSpan patience) => Process.StopAsync(patience);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
