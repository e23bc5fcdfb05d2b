using System.Collections;
using Argos.Rules.Hosting.Configuration;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>
/// Where settings are read from; a later one wins: <c>appsettings.json</c> beside the program, <c>--config FILE</c>, the environment, the
/// command line.
/// </summary>
internal static class ConfigurationSources
{
    /// <summary>How the environment variables begin.</summary>
    public const string Prefix = "ARGOS_";

    /// <summary>Gathers the sources.</summary>
    /// <param name="commandLine">The command line.</param>
    /// <param name="environment">The variables of the process.</param>
    public static IConfiguration Build(CommandLine commandLine, IDictionary environment)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (commandLine.ConfigFile is { } file) builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        return builder.AddInMemoryCollection(Settings(environment)).AddInMemoryCollection(commandLine.Settings).Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = name[Prefix.Length..];
            if (!ServiceLinks.IsOne(key))
                yield return KeyValuePair.Create(key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value);
        }
    }
}
