namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>The policies folder of the source tree, found upwards from the test assembly.</summary>
internal static class StockPolicies
{
    public static string Folder { get; } = Find();

    public static string Read(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln"))) return Path.Combine(folder.FullName, "policies");
        }
        throw new DirectoryNotFoundException("no folder with `Argos.Rules.sln` above the tests");
    }
}
