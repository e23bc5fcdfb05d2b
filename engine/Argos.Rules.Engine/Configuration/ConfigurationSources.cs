using System.Collections;
using Argos.Rules.Hosting.Configuration;

namespace Argos.Rules.Engine.Configuration;

/// <summary>Where settings come from; the later one wins: file, environment, command line.</summary>
internal static class ConfigurationSources
{
    public const string DefaultFile = "appsettings.json";

    /// <summary>Gathers the sources.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="environment">The process's environment variables.</param>
    /// <param name="errors">Gets what is wrong with a file.</param>
    public static IConfiguration Gather(CommandLine command, IDictionary environment, List<string> errors)
    {
        var builder = new ConfigurationBuilder();
        AddFile(builder, command.ConfigFile, errors);
        return builder
            .AddInMemoryCollection(FromEnvironment(environment))
            .AddInMemoryCollection(command.Settings)
            .Build();
    }

    private static void AddFile(ConfigurationBuilder builder, string? chosen, List<string> errors)
    {
        var path = Path.GetFullPath(chosen ?? Path.Combine(AppContext.BaseDirectory, DefaultFile));
        if (!File.Exists(path))
        {
            if (chosen is not null) errors.Add($"the configuration file `{chosen}` does not exist");
            return;
        }
        try
        {
            // Read once into memory: a source that is broken must not fail the build of the others.
            var file = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
            builder.AddConfiguration(file);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"the configuration file `{path}` cannot be read: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ")}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Setting.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = name[Setting.EnvironmentPrefix.Length..];
            if (ServiceLinks.IsOne(key)) continue;
            yield return new(key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value);
        }
    }
}
