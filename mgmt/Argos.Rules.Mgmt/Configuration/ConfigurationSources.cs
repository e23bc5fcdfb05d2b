namespace Argos.Rules.Mgmt.Configuration;

/// <summary>Where settings are read from; a later one wins: <c>appsettings.json</c> beside the program, <c>--config FILE</c>, the environment, the command line.</summary>
internal static class ConfigurationSources
{
    /// <summary>How the environment variables begin.</summary>
    public const string Prefix = "ARGOS_";

    public static IConfiguration Build(CommandLine commandLine)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (commandLine.ConfigFile is { } file) builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        return builder.AddEnvironmentVariables(Prefix).AddInMemoryCollection(commandLine.Settings).Build();
    }
}
