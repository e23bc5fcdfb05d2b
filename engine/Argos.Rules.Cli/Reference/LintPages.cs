using System.Reflection;

namespace Argos.Rules.Cli.Reference;

/// <summary>The pages of the codes of errors and warnings, from the data file beside this class; `policies/LINTS.md` is the same
/// text.</summary>
internal static class LintPages
{
    private const string Heading = "## ";

    /// <summary>All pages.</summary>
    public static string All { get; } = Read();

    /// <summary>The codes that have a page.</summary>
    public static IEnumerable<string> Codes => Sections().Select(CodeOf);

    /// <summary>The page of a code; <see langword="null"/> when there is none.</summary>
    public static string? Find(string code) =>
        Sections().FirstOrDefault(s => CodeOf(s).Equals(code, StringComparison.OrdinalIgnoreCase)) is { } section
        ? Heading + section.TrimEnd('\n') + "\n" : null;

    private static IEnumerable<string> Sections() => All.Split('\n' + Heading).Skip(1);

    private static string CodeOf(string section) => section.Split(' ')[0];

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Argos.Rules.Cli.Reference.lints.md")
            ?? throw new InvalidOperationException("the resource `lints.md` is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
