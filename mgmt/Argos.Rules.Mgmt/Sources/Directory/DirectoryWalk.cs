namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Finds the files of ours in a directory and the folders below it, by name. Hidden ones are left out: the kubelet keeps its versions there.</summary>
/// <param name="limits">How many.</param>
internal sealed class DirectoryWalk(ScanLimits limits)
{
    // A link to a folder above itself would never end.
    private const int DeepestFolder = 32;

    private static readonly EnumerationOptions Here = new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };
    private readonly SortedDictionary<string, string?> _found = new(StringComparer.Ordinal);
    private int _met;

    /// <summary>The files by path below the directory, with <c>/</c> between names; and, ending with <c>/</c>, the folders that cannot be read, each with the reason.</summary>
    /// <exception cref="IOException">The directory itself cannot be read, or has too much in it.</exception>
    public IReadOnlyDictionary<string, string?> Find(string root, ScanProgress progress, CancellationToken cancellationToken)
    {
        Look(new DirectoryInfo(root), "", 0, progress, cancellationToken);
        return _found;
    }

    private void Look(DirectoryInfo folder, string name, int depth, ScanProgress progress, CancellationToken cancellationToken)
    {
        progress.At = name;
        FileSystemInfo[] entries;
        try
        {
            entries = [.. folder.EnumerateFileSystemInfos("*", Here).Take(limits.MaximumFiles + 1)];
        }
        catch (Exception e) when (depth > 0 && e is IOException or UnauthorizedAccessException)
        {
            if (e is not DirectoryNotFoundException) _found[name] = $"the folder cannot be read: {e.Message.ReplaceLineEndings(" ")}";
            return;
        }
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_met > limits.MaximumFiles) throw new IOException($"it has more than {limits.MaximumFiles} files and folders");
            if (entry is not DirectoryInfo below) Take(name + entry.Name);
            else if (depth < DeepestFolder) Look(below, $"{name}{entry.Name}/", depth + 1, progress, cancellationToken);
            else _found[$"{name}{entry.Name}/"] = $"the folder is more than {DeepestFolder} levels deep; it may be a link to one above it";
        }
    }

    private void Take(string name)
    {
        if (FileReader.IsOurs(name)) _found[name] = null;
    }
}
