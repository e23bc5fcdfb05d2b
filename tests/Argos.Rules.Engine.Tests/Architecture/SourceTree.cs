namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>The sources this test was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The files of a folder, without what a build has made, by their paths in the solution.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Root, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin"));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln")) ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("the tests do not run below the solution"));
}
