using System.Text;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public static string Help(IEnumerable<Setting> settings)
    {
        var text = new StringBuilder("""
            argos-mgmt: keeps an engine in sync with the policies, data and pods of a cluster or a directory

            usage: argos-mgmt [--config FILE] [--replicate RESOURCE ...] [--NAME=VALUE ...]
                   argos-mgmt --validate [--config FILE] [--NAME=VALUE ...]
                   argos-mgmt --help | --version

            --replicate [group/]version/resource, --replicate-cluster [group/]version/resource, --replicate-path PATH and
            --replicate-ignore-namespaces NAMES are short for Replicate:Resources, Replicate:ClusterResources, Replicate:Path
            and Source:IgnoredNamespaces; all but the path may stand more than once.
            Settings are read from appsettings.json beside the program, then FILE, then the environment, then the command line.

            """);
        foreach (var setting in settings)
            text.Append('\n').Append("  --").Append(setting.Name).Append("  (").Append(setting.Variable).Append(")\n      ").Append(setting.Meaning)
                .Append("; default: ").Append(setting.Default.Length == 0 ? "none" : setting.Default).Append('\n');
        return text.ToString();
    }
}
