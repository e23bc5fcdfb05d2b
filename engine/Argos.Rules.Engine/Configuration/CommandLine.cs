using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Engine.Configuration;

/// <summary>What the arguments ask for.</summary>
internal sealed record CommandLine
{
    public bool Help { get; init; }

    public bool Version { get; init; }

    /// <summary>Check the configuration and stop.</summary>
    public bool Validate { get; init; }

    /// <summary>Print the management token and stop.</summary>
    public bool PrintToken { get; init; }

    /// <summary>The configuration file to read instead of the one beside the program.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Settings given as <c>--Section:Setting=value</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Arguments that mean nothing.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    private static readonly string[] Flags = ["--help", "--version", "--validate", "--config", "--print-token"];

    /// <summary>Reads arguments. Values may follow after <c>=</c> or as the next argument.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var result = new CommandLine();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is "--help" or "-h" && value is null) result = result with { Help = true };
            else if (name == "--version" && value is null) result = result with { Version = true };
            else if (name == "--validate" && value is null) result = result with { Validate = true };
            else if (name == "--print-token" && value is null) result = result with { PrintToken = true };
            else if (name != "--config" && !IsSetting(name)) errors.Add(Unknown(args[i]));
            else if ((value ??= Next(args, ref i)) is null) errors.Add($"`{name}` needs a value: `{name}=...`");
            else if (name == "--config") result = result with { ConfigFile = value };
            else settings[name[2..]] = value;
        }
        return result with { Settings = settings, Errors = errors };
    }

    private static bool IsSetting(string name) => name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);

    private static string? Next(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;

    private static (string Name, string? Value) Split(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
    }

    private static string Unknown(string arg)
    {
        // The value is not repeated: it may have been meant for a secret.
        var name = Split(arg).Name;
        var suggestion = Suggestions.Nearest(name, Flags);
        return $"`{name}` is not a known flag"
            + (suggestion is null ? ": settings are given as `--Section:Setting=value`, see `--help`" : $": did you mean `{suggestion}`?");
    }
}
