using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>
/// A real one-node cluster in which pods run: API server, kubelet, containerd, kube-proxy, scheduler. It needs the programs in
/// <c>KUBEBUILDER_ASSETS</c>, the scripts <c>node-up</c>, <c>node-down</c> and <c>image</c> in <c>ARGOS_CLUSTER_SCRIPTS</c>, and root.
/// There is one at a time on a machine.
/// </summary>
public sealed partial class RealNode : IAsyncDisposable
{
    /// <summary>Where pods reach this machine.</summary>
    public const string HostAddress = "10.88.0.1";

    private const int Attempts = 5;

    private static readonly string[] Programs = ["kubectl", "buildah", "containerd", "runc", "ctr", "ip", "iptables"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _scripts = Environment.GetEnvironmentVariable("ARGOS_CLUSTER_SCRIPTS")!;
    private readonly Dictionary<string, string> _environment;
    private readonly List<string> _images = [];

    private RealNode(string folder)
    {
        Folder = folder;
        _environment = new Dictionary<string, string>
        {
            ["KUBE_ROOT"] = Path.GetDirectoryName(
                Path.TrimEndingDirectorySeparator(Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS")!))!,
            ["KUBE_RUN"] = folder,
        };
    }

    /// <summary>Why there can be none here; <see langword="null"/> when there can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Its API server.</summary>
    public static Uri Url { get; } = new($"https://{HostAddress}:16443");

    /// <summary>The state folder.</summary>
    public string Folder { get; }

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <summary>The CA of the API server.</summary>
    public string AuthorityPem => File.ReadAllText(Path.Combine(Folder, "ca.crt"));

    /// <summary>Starts one and waits until it is ready.</summary>
    public static async Task<RealNode> StartAsync(CancellationToken cancellationToken)
    {
        if (Missing is not null) throw new InvalidOperationException(Missing);
        var node = new RealNode(Directory.CreateTempSubdirectory("argos-node-").FullName);
        try
        {
            await node.UpAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what does not run; the rest stays as it is.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        // On a busy machine the script can take a process that has only just been started for dead; it starts nothing twice.
        for (var left = Attempts; ; left--)
        {
            try
            {
                await RunAsync("node-up", [], new Dictionary<string, string>(), cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (left > 1)
            {
                // The last failure is the one that is reported.
            }
        }
    }

    /// <summary>Ends the API server as a power cut would; its etcd stays.</summary>
    public async Task KillApiServerAsync()
    {
        using var process = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "apiserver.pid"), CancellationToken.None),
            CultureInfo.InvariantCulture));
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Packs a published .NET program into an image, on top of what it needs of this machine, and gives it to the node.</summary>
    /// <param name="name">The image's full name.</param>
    /// <param name="folder">The published program; becomes <c>/app</c>.</param>
    /// <param name="assembly">What is run of it.</param>
    /// <param name="user">The user that it runs as; <see langword="null"/> for root.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AddImageAsync(string name, string folder, string assembly, string? user, CancellationToken cancellationToken)
    {
        _images.Add(name);
        var settings = new Dictionary<string, string> { ["DOTNET"] = "1", ["ENTRYPOINT"] = $"[\"/usr/bin/dotnet\",\"/app/{assembly}\"]" };
        if (user is not null) settings["USER_ID"] = user;
        await RunAsync("image", [name, $"{folder}:/app"], settings, cancellationToken);
    }

    /// <summary>Gives an image of the node one more name.</summary>
    public async Task TagImageAsync(string image, string name, CancellationToken cancellationToken)
    {
        await using var tag = ChildProcess.Start(
            "ctr", "ctr", ["-a", Path.Combine(Folder, "containerd.sock"), "-n", "k8s.io", "images", "tag", "--force", image, name], Folder);
        var code = await tag.WaitForExitAsync(cancellationToken);
        if (code != 0) throw new InvalidOperationException($"the image was not tagged ({code}):\n{tag.Log.Last(10)}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("node-down", [], new Dictionary<string, string>(), CancellationToken.None);
        foreach (var image in _images.Append("localhost/pause:1"))
        {
            await using var remove = ChildProcess.Start("buildah", "buildah", ["rmi", image], Folder);
            await remove.WaitForExitAsync(CancellationToken.None);
        }
        Directory.Delete(Folder, recursive: true);
    }

    private async Task RunAsync(string script, IEnumerable<string> arguments, Dictionary<string, string> settings,
        CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(
            script, Path.Combine(_scripts, script), arguments, Folder, _environment.Concat(settings).ToDictionary());
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        var code = await process.WaitForExitAsync(deadline.Token);
        if (code != 0) throw new InvalidOperationException($"`{script}` ended with {code}:\n{process.Log.Last(30)}");
    }

    private static string? FindMissing()
    {
        if (RealApiServer.Missing is { } missing) return missing;
        var (assets, scripts) = (Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS")!,
            Environment.GetEnvironmentVariable("ARGOS_CLUSTER_SCRIPTS")!);
        if (!File.Exists(Path.Combine(assets,
            "kubelet"))) return $"`{assets}` of KUBEBUILDER_ASSETS holds no kubelet: there is no node to run pods on";
        if (!File.Exists(Path.Combine(scripts, "node-up"))) return $"`{scripts}` of ARGOS_CLUSTER_SCRIPTS holds no script `node-up`";
        if (!OperatingSystem.IsLinux() || EffectiveUser() != 0) return "a node needs root on Linux";
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var absent = Programs.Where(program => !places.Any(place => File.Exists(Path.Combine(place, program)))).ToArray();
        return absent.Length == 0 ? null : $"not in the PATH: {string.Join(", ", absent)}";
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
