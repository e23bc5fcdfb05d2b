using System.Collections.Immutable;
using System.Globalization;

namespace Argos.Rules.TestKit.Processes;

/// <summary>How the engine is started.</summary>
public sealed record EngineSettings
{
    /// <summary>PEM file of the server certificate.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>PEM file of its key.</summary>
    public required string KeyFile { get; init; }

    /// <summary>PEM file of the authorities that client certificates come from.</summary>
    public required string ClientCaFile { get; init; }

    /// <summary>The folder it runs in and writes to.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The engine's assembly: what was built, or what was published.</summary>
    public string Assembly { get; init; } = BuiltOutput.Engine;

    /// <summary>Who may call back.</summary>
    public ImmutableArray<string> AllowedClients { get; init; } = ["sys.auth.zts"];

    /// <summary>The port of the callback listener.</summary>
    public int CallbackPort { get; init; } = FreePort.Next();

    /// <summary>The port of the management listener.</summary>
    public int ManagementPort { get; init; } = FreePort.Next();

    /// <summary>The port of the diagnostics listener.</summary>
    public int DiagnosticsPort { get; init; } = FreePort.Next();

    /// <summary>Where the audit records go.</summary>
    public string AuditFile => Path.Combine(WorkingDirectory, "audit.jsonl");

    /// <summary>What a shell does in the process before it becomes the engine: <c>ulimit -n 400</c>.</summary>
    public string Shell { get; init; } = "";

    /// <summary>Files and descriptors that a shell gives the engine in the place of its own: <c>2&gt; log</c>.</summary>
    public string Redirections { get; init; } = "";

    /// <summary>More settings, without the dashes: <c>Decisions:Deadline=00:00:01</c>.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    internal IEnumerable<string> ToArguments() =>
    [
        $"--Callback:Listen={Loopback(CallbackPort)}",
        $"--Callback:CertificateFile={CertificateFile}",
        $"--Callback:KeyFile={KeyFile}",
        $"--Callback:ClientCaFile={ClientCaFile}",
        .. AllowedClients.Select((client, i) => string.Create(CultureInfo.InvariantCulture, $"--Callback:AllowedClients:{i}={client}")),
        $"--Management:Listen={Loopback(ManagementPort)}",
        $"--Diagnostics:Listen={Loopback(DiagnosticsPort)}",
        $"--Audit:File={AuditFile}",
        .. More.Select(m => "--" + m),
    ];

    internal static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
