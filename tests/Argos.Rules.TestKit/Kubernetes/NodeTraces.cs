using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>
/// What a node leaves on its machine when its programs have ended: kernel settings, control groups, rules of the packet filter, folders. It is
/// remembered before the node starts, and put back after it; what was there before stays.
/// </summary>
internal sealed record NodeTraces
{
    private const string ControlGroups = "/sys/fs/cgroup";

    private const string Chain = "KUBE-";

    private static readonly string[] Settings =
    [
        "kernel/panic", "kernel/panic_on_oops", "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes", "vm/overcommit_memory", "vm/panic_on_oom",
        "net/ipv4/ip_forward", "net/ipv4/conf/all/route_localnet", "net/bridge/bridge-nf-call-iptables",
        "net/netfilter/nf_conntrack_tcp_timeout_established", "net/netfilter/nf_conntrack_tcp_timeout_close_wait",
    ];

    private static readonly string[] Folders =
        ["/var/lib/kubelet", "/var/lib/cni", "/var/log/pods", "/var/log/containers", "/run/containerd", "/opt/containerd", "/run/netns"];

    /// <summary>The kernel's settings, by their place below <c>/proc/sys</c>.</summary>
    public required ImmutableSortedDictionary<string, string> Values { get; init; }

    /// <summary>Folders and control groups that are not there.</summary>
    public required ImmutableArray<string> Absent { get; init; }

    /// <summary>Whether the packet filter has no rules of a cluster.</summary>
    public required bool HasNoRules { get; init; }

    /// <summary>How the machine is now.</summary>
    public static async Task<NodeTraces> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Values = Settings.Where(static name => File.Exists(Place(name)))
            .ToImmutableSortedDictionary(static name => name, static name => File.ReadAllText(Place(name))),
        Absent = [.. Folders.Concat(Groups()).Where(static folder => !Directory.Exists(folder))],
        HasNoRules = !(await RunAsync("iptables-save", [], cancellationToken)).Contains(Chain, StringComparison.Ordinal),
    };

    /// <summary>What an earlier process wrote down.</summary>
    public static NodeTraces Load(string file) => JsonSerializer.Deserialize<NodeTraces>(File.ReadAllText(file))!;

    /// <summary>Writes it down, for whoever has to put it back.</summary>
    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this));

    /// <summary>Puts it back.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, value) in Values) await File.WriteAllTextAsync(Place(name), value, cancellationToken);
        // The rules of a cluster that was there before are not ours to take away.
        if (HasNoRules) await RunAsync(
            "bash", ["-c", $"set -o pipefail; iptables-save | grep -v {Chain} | iptables-restore"], cancellationToken);
        foreach (var folder in Absent.Where(Directory.Exists))
        {
            // A process that was killed leaves its group a moment later.
            if (folder.StartsWith(ControlGroups, StringComparison.Ordinal)) await Eventually.HoldsAsync(
                () => IsRemoved(folder), $"no process is left in {folder}", TimeSpan.FromMinutes(1), cancellationToken);
            else Directory.Delete(folder, recursive: true);
        }
    }

    private static string Place(string setting) => Path.Combine("/proc/sys", setting);

    /// <summary>Where the node puts its pods: with version 1 once in each hierarchy, with version 2 in the only one.</summary>
    private static IEnumerable<string> Groups() =>
        Directory.EnumerateDirectories(ControlGroups).Append(ControlGroups).Select(static folder => Path.Combine(folder, "kubepods"));

    /// <summary>A group can be removed when it has no groups below it and no process in it; its files are the kernel's.</summary>
    private static bool IsRemoved(string group)
    {
        if (!Directory.Exists(group)) return true;
        try
        {
            foreach (var inner in Directory.EnumerateDirectories(group, "*", SearchOption.AllDirectories).OrderByDescending(static path => path.Length))
                Directory.Delete(inner);
            Directory.Delete(group);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(program, program, arguments, Path.GetTempPath());
        var code = await process.WaitForExitAsync(cancellationToken);
        return code == 0 ? process.Log.ToString() : throw new InvalidOperationException($"`{program}` ended with {code}:\n{process.Log.Last(10)}");
    }
}
