using System.Diagnostics;
using System.Globalization;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>
/// A real kube-apiserver with its etcd, in a state folder and on ports of its own. It needs the binaries in
/// <c>KUBEBUILDER_ASSETS</c> and the scripts <c>up</c> and <c>down</c> in <c>ARGOS_CLUSTER_SCRIPTS</c>.
/// </summary>
public sealed class RealApiServer : IAsyncDisposable
{
    /// <summary>The administrator's token.</summary>
    public const string AdminToken = "admin-token";

    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _scripts;
    private readonly Dictionary<string, string> _environment;

    private RealApiServer(string scripts, string folder, int port, Dictionary<string, string> environment)
    {
        _scripts = scripts;
        _environment = environment;
        Folder = folder;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}"));
    }

    /// <summary>Why there can be none here; <see langword="null"/> when there can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>The state folder.</summary>
    public string Folder { get; }

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <summary>Its CA.</summary>
    public string AuthorityPem => File.ReadAllText(Path.Combine(Folder, "ca.crt"));

    /// <summary>A mint with the cluster's own signing key.</summary>
    public TokenMint Mint() => new(key: TokenKey.FromRsaPem(File.ReadAllText(Path.Combine(Folder, "sa.key"))));

    /// <summary>Starts one and waits until it is ready.</summary>
    public static Task<RealApiServer> StartAsync(CancellationToken cancellationToken) => StartAsync(new Dictionary<string, string>(), cancellationToken);

    /// <summary>Starts one with settings of the script <c>up</c>, for example <c>COMPACT=10s</c>.</summary>
    public static async Task<RealApiServer> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        if (Missing is not null) throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("argos-kube-").FullName;
        var port = FreePort.Next();
        var assets = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS")!;
        var server = new RealApiServer(Environment.GetEnvironmentVariable("ARGOS_CLUSTER_SCRIPTS")!, folder, port, new Dictionary<string, string>
        {
            ["KUBE_ROOT"] = folder,
            ["KUBE_RUN"] = folder,
            ["KUBE_BIN"] = assets,
            ["KUBE_PORT"] = Text(port),
            ["ETCD_PORT"] = Text(FreePort.Next()),
            ["ETCD_PEER"] = Text(FreePort.Next()),
        });
        foreach (var (name, value) in settings) server._environment[name] = value;
        try
        {
            await server.UpAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Ends the API server and its etcd as a power cut would; what was written stays.</summary>
    public async Task KillAsync()
    {
        foreach (var name in new[] { "apiserver", "etcd" })
        {
            using var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".pid"), CancellationToken.None), CultureInfo.InvariantCulture));
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Starts it, if need be again on the same ports with what it had.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        // On a busy machine the script can take a process that has only just been started for dead; it starts nothing twice.
        for (var left = Attempts; ; left--)
        {
            try
            {
                await RunAsync("up", cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (left > 1)
            {
                // The last failure is the one that is reported.
            }
        }
    }

    private async Task RunAsync(string script, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(script, Path.Combine(_scripts, script), [], Folder, _environment);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        var code = await process.WaitForExitAsync(deadline.Token);
        if (code != 0) throw new InvalidOperationException($"`{script}` ended with {code}:\n{process.Log.Last(30)}");
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string? FindMissing()
    {
        var assets = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS");
        if (string.IsNullOrEmpty(assets)) return "KUBEBUILDER_ASSETS is not set: there is no kube-apiserver to run against";
        if (!File.Exists(Path.Combine(assets, "kube-apiserver"))) return $"`{assets}` of KUBEBUILDER_ASSETS holds no kube-apiserver";
        var scripts = Environment.GetEnvironmentVariable("ARGOS_CLUSTER_SCRIPTS");
        if (string.IsNullOrEmpty(scripts)) return "ARGOS_CLUSTER_SCRIPTS is not set: name the folder of the scripts `up` and `down`";
        return File.Exists(Path.Combine(scripts, "up")) ? null : $"`{scripts}` of ARGOS_CLUSTER_SCRIPTS holds no script `up`";
    }
}
