namespace Argos.Rules.Engine.Tests.Architecture;

internal sealed class StyleTests
{
    private const int MaximumLines = 300;

    private static readonly string[] Folders = ["engine", "mgmt", "tests"];

    private static readonly string[] Sources = [.. Folders.SelectMany(static folder => SourceTree.Files(folder, "*.cs"))];

    [Test]
    public void No_file_has_more_lines_than_one_can_read()
    {
        Assert.That(Sources, Has.Length.GreaterThan(100));
        Assert.That(Sources.Where(static file => File.ReadLines(Path.Combine(SourceTree.Root, file)).Count() > MaximumLines), Is.Empty);
    }

    [Test]
    public void Folder_is_namespace()
    {
        var odd = Sources.Where(static file => Path.GetFileName(file) != "Program.cs" && Declared(file) is { } declared && declared != Expected(file));

        Assert.That(odd, Is.Empty);
    }

    private static string? Declared(string file) => File.ReadLines(Path.Combine(SourceTree.Root, file))
        .FirstOrDefault(static line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';');

    private static string Expected(string file) => string.Join('.', Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar).Skip(1));
}
