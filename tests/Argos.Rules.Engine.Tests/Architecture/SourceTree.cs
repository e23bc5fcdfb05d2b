namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>The sources this test was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln")) ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("the tests do not run below the solution"));
}
