using System.Collections.Immutable;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Settings;
using static Argos.Rules.Cli.Sources.PolicyNames;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>What the address of a document says of it, and which documents belong to it.</summary>
internal static class DocumentNames
{
    /// <summary>What addresses of the playground begin with: nothing of it is a file.</summary>
    private const string Playground = "playground:/";

    public static DocumentKind KindOf(string uri)
    {
        var name = NameOf(uri);
        if (name.EndsWith(Policy, StringComparison.Ordinal)) return DocumentKind.Policy;
        if (name == FolderTests || name.EndsWith(Tests, StringComparison.Ordinal)) return DocumentKind.Tests;
        // Of files, these names say nothing.
        if (uri.StartsWith(Playground, StringComparison.Ordinal) && DocumentFindings.Names.Contains(name)) return DocumentKind.Beside;
        return SettingsRun.Names.Contains(name) ? DocumentKind.Settings : DocumentKind.Other;
    }

    /// <summary>The name of the file.</summary>
    public static string NameOf(string uri) => Uri.UnescapeDataString(uri[(uri.LastIndexOf('/') + 1)..]);

    /// <summary>The address of a file in the same folder.</summary>
    public static string Beside(string uri, string name) => uri[..(uri.LastIndexOf('/') + 1)] + Uri.EscapeDataString(name);

    /// <summary>Whether two documents lie in one folder.</summary>
    public static bool AreBeside(string uri, string other) => uri.LastIndexOf('/') is var at && at == other.LastIndexOf('/')
        && uri.AsSpan(0, at + 1).SequenceEqual(other.AsSpan(0, at + 1));

    /// <summary>The id under which a policy is compiled: as `argos check` calls it.</summary>
    public static string PolicyId(string uri)
    {
        var name = NameOf(uri);
        if (name != FolderPolicy) return Clean(Path.GetFileNameWithoutExtension(name));
        var folder = uri[..Math.Max(0, uri.LastIndexOf('/'))];
        return Clean(NameOf(folder));
    }

    /// <summary>The names that the policy of a tests file may have.</summary>
    public static ImmutableArray<string> PoliciesOf(string tests) =>
        NameOf(tests) is FolderTests ? [FolderPolicy] : [NameOf(tests)[..^Tests.Length] + Policy];

    /// <summary>The names that the tests file of a policy may have.</summary>
    public static ImmutableArray<string> TestsOf(string policy)
    {
        var own = Path.GetFileNameWithoutExtension(NameOf(policy)) + Tests;
        return NameOf(policy) == FolderPolicy ? [own, FolderTests] : [own];
    }

    private static string Clean(string name)
    {
        var id = IdOf(name);
        return id.Trim('-', '.').Length == 0 ? "policy" : id;
    }
}
