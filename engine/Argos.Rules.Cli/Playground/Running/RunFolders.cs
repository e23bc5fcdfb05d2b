using System.Security.Cryptography;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>
/// The folder below which the runs of one playground write, for this user alone. It is gone when the playground ends; what one that was
/// killed has left is removed when the next starts.
/// </summary>
/// <remarks>
/// INVARIANT: a playground holds its lock from before its folder is there until after it is gone. A folder whose lock nobody holds is of
/// nobody.
/// </remarks>
internal sealed class RunFolders : IDisposable
{
    private const string Prefix = "argos-playground-";
    private const string LockSuffix = ".lock";
    private const int NameBytes = 8;
    private const int MaximumSwept = 100;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lock _turn = new();
    private readonly FileStream _held;
    private bool _isGone;

    private RunFolders(string root, FileStream held) => (Root, _held) = (root, held);

    /// <summary>Where the folders are.</summary>
    public string Root { get; }

    /// <summary>Makes one, and removes what is of nobody.</summary>
    /// <param name="temporary">The directory for temporary files.</param>
    public static RunFolders Create(string temporary)
    {
        Sweep(temporary);
        var root = Path.Combine(temporary, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes)));
        var held = new FileStream(root + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(root);
        else Directory.CreateDirectory(root, OwnerOnly);
        return new RunFolders(root, held);
    }

    /// <summary>A folder for one run.</summary>
    /// <exception cref="OperationCanceledException">The playground ends.</exception>
    public DirectoryInfo Next()
    {
        lock (_turn)
        {
            if (_isGone) throw new OperationCanceledException("the playground ends");
            return Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N")));
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            if (_isGone) return;
            _isGone = true;
        }
        Remove(Root);
        _held.Dispose();
        File.Delete(_held.Name);
    }

    private static void Sweep(string temporary)
    {
        foreach (var folder in new DirectoryInfo(temporary).EnumerateDirectories(Prefix + "*").Take(MaximumSwept))
        {
            if (folder.LinkTarget is null && (OperatingSystem.IsWindows() || folder.UnixFileMode == OwnerOnly)) TrySweep(folder.FullName);
        }
    }

    private static void TrySweep(string folder)
    {
        try
        {
            using var held = Hold(folder + LockSuffix);
            Remove(folder);
            File.Delete(folder + LockSuffix);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Somebody holds it, or it is another user's.
        }
    }

    private static FileStream? Hold(string path) =>
        File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone is gone.
        }
    }
}
