using System.Diagnostics;
using System.Globalization;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>A process of a container, seen from the machine that is the node.</summary>
/// <param name="Id">Its id on the machine.</param>
internal sealed record HostProcess(int Id)
{
    /// <summary>The first process of a container: the one that its end ends.</summary>
    /// <param name="podUid">The pod.</param>
    /// <param name="assembly">What it runs, for example <c>argos-engine.dll</c>.</param>
    public static HostProcess Of(string podUid, string assembly) =>
        All(podUid).Single(process => process.InnerId == "1" && process.CommandLine.Contains(assembly, StringComparison.Ordinal));

    /// <summary>All processes of a pod.</summary>
    public static IEnumerable<HostProcess> All(string podUid) =>
        Directory.EnumerateDirectories("/proc").Select(static folder => Path.GetFileName(folder))
            .Where(static name => name.All(char.IsAsciiDigit))
            .Select(static name => new HostProcess(int.Parse(name, CultureInfo.InvariantCulture)))
            .Where(process => process.Read("cgroup").Contains(podUid, StringComparison.Ordinal));

    /// <summary>Its arguments.</summary>
    public string CommandLine => Read("cmdline").Replace('\0', ' ');

    /// <summary>The file <c>/proc/PID/status</c> as names and values.</summary>
    public IReadOnlyDictionary<string, string> Status => Read("status").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(':', 2)).ToDictionary(static part => part[0], static part => part[1].Trim());

    /// <summary>Its resident bytes.</summary>
    public long ResidentBytes => long.Parse(Status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) * 1024;

    /// <summary>The mounts that it sees: place and options.</summary>
    public IReadOnlyDictionary<string, string> Mounts => Read("mounts").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(' ')).GroupBy(static part => part[1])
            .ToDictionary(static group => group.Key, static group => group.Last()[3]);

    /// <summary>A file of its memory control group.</summary>
    public long Memory(string file)
    {
        var path = Read("cgroup").Split('\n').Single(static line => line.Contains(":memory:", StringComparison.Ordinal)).Split(':', 3)[2];
        return long.Parse(File.ReadAllText($"/sys/fs/cgroup/memory{path}/{file}"), CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it as the kernel's memory killer would.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Id);
        process.Kill();
    }

    private string InnerId => Status.TryGetValue("NSpid", out var ids) ? ids.Split('\t')[^1] : "";

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
