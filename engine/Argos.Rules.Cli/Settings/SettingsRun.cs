using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Settings;

/// <summary>Checks files of settings: those that are given, and those beside policies.</summary>
internal static class SettingsRun
{
    // What a ConfigMap's key is called, and what the stock policies have.
    public static readonly ImmutableArray<string> Names =
        ["settings.yaml", "settings.yml", "settings.json", "settings.example.yaml", "settings.example.yml", "settings.example.json"];

    /// <summary>Checks given files with all policies.</summary>
    /// <param name="given">Files, each with its provider and `=` before it where it does not say that itself.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="terminal">Has the folder.</param>
    /// <exception cref="UsageException">A file is not there.</exception>
    public static ImmutableArray<Diagnostic> Given(IEnumerable<string> given, IReadOnlyList<PolicyFile> policies, Terminal terminal)
    {
        var declared = DeclaredPolicies.Of(policies);
        return [.. given.SelectMany(one => Given(one, declared, terminal))];
    }

    /// <summary>Checks the settings in the folders of policies, each with the policies of its folder.</summary>
    public static ImmutableArray<Diagnostic> Beside(IReadOnlyList<PolicyFile> policies, Terminal terminal) =>
    [
        .. policies.GroupBy(static file => Path.GetDirectoryName(file.Path)!, StringComparer.Ordinal).SelectMany(folder =>
        {
            var files = Names.Select(name => Path.Combine(folder.Key, name)).Where(File.Exists).ToArray();
            return files.Length == 0 ? [] : Of(files, DeclaredPolicies.Of(folder), terminal);
        }),
    ];

    private static IEnumerable<Diagnostic> Of(string[] files, PolicySet declared, Terminal terminal) => files.SelectMany(file => Of(SettingsFileReader.Read(file, terminal.Shown(file)), declared));

    private static IEnumerable<Diagnostic> Given(string one, PolicySet declared, Terminal terminal)
    {
        var equals = one.IndexOf('=', StringComparison.Ordinal);
        var (provider, file) = equals > 0 && !File.Exists(terminal.Absolute(one)) ? (one[..equals], one[(equals + 1)..]) : (null, one);
        var path = terminal.Absolute(file);
        if (!File.Exists(path)) throw new UsageException($"`{file}` is not there");
        return Of(SettingsFileReader.Read(path, terminal.Shown(path), provider), declared);
    }

    /// <summary>What policies would refuse of settings that are read, and why those that cannot be read cannot.</summary>
    public static IEnumerable<Diagnostic> Of(SettingsReading reading, PolicySet declared) =>
        [.. reading.Problems, .. reading.Documents.SelectMany(document => SettingsFindings.Of(document, declared))];
}
