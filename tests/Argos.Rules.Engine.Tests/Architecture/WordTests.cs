using System.Text.RegularExpressions;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>One concept has one name, the field's. A name that was given up does not come back.</summary>
internal sealed class WordTests
{
    private const string Table = "tests/Argos.Rules.Engine.Tests/Architecture/retired-words.txt";

    private static readonly string[] Folders = ["engine", "mgmt", "tests", "policies", "k8s"];

    // What authors and operators read has the words of the code.
    private static readonly string[] Kinds = ["*.cs", "*.csx", "*.md", "*.yaml", "*.js"];

    private static readonly Dictionary<string, string> Retired = File.ReadLines(Path.Combine(SourceTree.Root, Table))
        .Where(static line => !line.StartsWith('#')).Select(static line => line.Split(' ', 2))
            .ToDictionary(static words => words[0], static words => words[1]);

    [Test]
    public void Retired_words_do_not_come_back()
    {
        var word = new Regex($@"\b({string.Join('|', Retired.Keys)})\b", RegexOptions.Compiled);

        var found = Folders.SelectMany(static folder => Kinds.SelectMany(kind => SourceTree.Files(folder, kind)))
            .SelectMany(file => word.Matches(File.ReadAllText(Path.Combine(SourceTree.Root, file)))
                .Select(match => $"{file}: `{match.Value}` is `{Retired[match.Value]}`"));

        Assert.That(Retired, Has.Count.GreaterThan(40));
        Assert.That(found, Is.Empty);
    }
}
