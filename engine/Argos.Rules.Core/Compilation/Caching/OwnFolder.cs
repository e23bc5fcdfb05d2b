using Argos.Rules.Core.Files;


namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>A folder that this process's user alone can write.</summary>
internal static class OwnFolder
{
    /// <summary>The end of the name of a file that is being written.</summary>
    public const string PartSuffix = ".part";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it when it is not there. What a process that was killed left half written is removed.</summary>
    /// <exception cref="UnsafeFolderException">Others can write it.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
        if (FileOwner.ChangeProblem(folder) is { } problem)
            throw new UnsafeFolderException($"`{folder}`: {problem}; name a folder that is not there, and the engine makes it");
        foreach (var part in Directory.EnumerateFiles(folder, "*" + PartSuffix)) File.Delete(part);
    }
}
