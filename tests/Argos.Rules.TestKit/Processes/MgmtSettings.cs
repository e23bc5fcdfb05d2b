using System.Collections.Immutable;
using System.Globalization;

namespace Argos.Rules.TestKit.Processes;

/// <summary>How mgmt is started.</summary>
public sealed record MgmtSettings
{
    /// <summary>The engine's management address.</summary>
    public required Uri Engine { get; init; }

    /// <summary>The folder it runs in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The assembly: what was built, or what was published.</summary>
    public string Assembly { get; init; } = BuiltOutput.Mgmt;

    /// <summary>Reads manifests from this folder; <see langword="null"/> for a Kubernetes API.</summary>
    public string? Directory { get; init; }

    /// <summary>Reads from the API that this kubeconfig names.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The namespaces of policy and data ConfigMaps.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>The port of the diagnostics listener.</summary>
    public int DiagnosticsPort { get; init; } = FreePort.Next();

    /// <summary>Time between two declarations of the whole set.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <summary>More settings, without the dashes.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    internal IEnumerable<string> ToArguments() =>
    [
        .. Source(),
        .. Namespaces.Select((space, i) => string.Create(CultureInfo.InvariantCulture, $"--Source:Namespaces:{i}={space}")),
        $"--Engine:Url={Engine.GetLeftPart(UriPartial.Authority)}",
        $"--Diagnostics:Listen={EngineSettings.Loopback(DiagnosticsPort)}",
        string.Create(CultureInfo.InvariantCulture, $"--Sync:HeartbeatSeconds={HeartbeatSeconds}"),
        .. More.Select(m => "--" + m),
    ];

    private IEnumerable<string> Source() => (Directory, Kubeconfig) switch
    {
        ({ } directory, null) => ["--Source:Kind=directory", $"--Source:Directory={directory}"],
        (null, { } kubeconfig) => ["--Source:Kind=kubernetes", $"--Source:Kubeconfig={kubeconfig}"],
        _ => throw new InvalidOperationException("set either a directory or a kubeconfig"),
    };
}
