namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>
/// A script with its expectation in the first line: `// expect: allowed`, `// expect: refused ARG0201 ...` (each named code is
/// among the diagnostics) or `// expect: stopped steps|memory|stack|time`.
/// </summary>
internal sealed record ScriptCase(string Name, string Source, string Outcome, string[] Details)
{
    private const string Marker = "// expect: ";

    public static IEnumerable<TestCaseData> In(params string[] families) => families.SelectMany(static family =>
        Directory.EnumerateFiles(Folder(family), "*.csx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Read)
            .Select(@case => new TestCaseData(@case).SetArgDisplayNames($"{family}/{@case.Name}")));

    public override string ToString() => Name;

    /// <summary>The cases of one file; each begins with its expectation.</summary>
    private static IEnumerable<ScriptCase> Read(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var parts = File.ReadAllText(path).Split(Marker).Skip(1).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            var lineEnd = parts[i].IndexOf('\n', StringComparison.Ordinal);
            var words = parts[i][..lineEnd].Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            yield return new ScriptCase(parts.Length == 1 ? file : $"{file}-{i + 1}", parts[i][(lineEnd + 1)..], words[0], words[1..]);
        }
    }

    private static string Folder(string family) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Sandbox", "cases", family);
}
