using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>The command line: <c>--help</c>, <c>--version</c>, <c>--validate</c>, <c>--config FILE</c>, and settings as <c>--Name:Part=value</c> or <c>--Name:Part value</c>.</summary>
internal sealed record CommandLine
{
    /// <summary>Short forms, as kube-mgmt has them; each may stand more than once.</summary>
    private static readonly FrozenDictionary<string, string> Lists = new Dictionary<string, string>
    {
        ["replicate"] = "Replicate:Resources",
        ["replicate-cluster"] = "Replicate:ClusterResources",
        ["replicate-ignore-namespaces"] = "Source:IgnoredNamespaces",
    }.ToFrozenDictionary();

    public bool Help { get; private init; }

    public bool Version { get; private init; }

    /// <summary>Check the configuration and stop.</summary>
    public bool Validate { get; private init; }

    public string? ConfigFile { get; private init; }

    public ImmutableDictionary<string, string?> Settings { get; private init; } = ImmutableDictionary.Create<string, string?>(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<string> Problems { get; private init; } = [];

    public static CommandLine Read(IReadOnlyList<string> arguments)
    {
        var read = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "--help" or "-h") read = read with { Help = true };
            else if (argument == "--version") read = read with { Version = true };
            else if (argument == "--validate") read = read with { Validate = true };
            else if (!argument.StartsWith("--", StringComparison.Ordinal))
                read = read.Wrong($"`{argument}` is not an option; options begin with `--`, see `--help`");
            else if (argument.IndexOf('=', StringComparison.Ordinal) is var cut and > 0) read = read.Set(argument[2..cut], argument[(cut + 1)..]);
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) read = read.Set(argument[2..], arguments[++i]);
            else read = read.Wrong($"`{argument}` needs a value; write `{argument}=VALUE`");
        }
        return read;
    }

    private CommandLine Wrong(string problem) => this with { Problems = Problems.Add(problem) };

    private CommandLine Set(string name, string value)
    {
        // A list may be given piece by piece.
        if (Lists.TryGetValue(name, out var list)) return this with { Settings = Settings.SetItem(list, Settings.GetValueOrDefault(list) is { Length: > 0 } before ? $"{before},{value}" : value) };
        if (name == "replicate-path") return this with { Settings = Settings.SetItem("Replicate:Path", value) };
        if (name != "config") return this with { Settings = Settings.SetItem(name, value) };
        return File.Exists(value) ? this with { ConfigFile = value } : Wrong($"configuration file `{value}` does not exist; correct `--config`");
    }
}
