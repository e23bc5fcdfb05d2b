using System.Collections.Immutable;
using System.Security.Cryptography;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Reads the whole directory. A file that is broken keeps what it said when it was whole.</summary>
internal static class DirectoryScan
{
    private const long LargestFile = 4 * 1024 * 1024;

    /// <summary>The files by path below the directory, with <c>/</c> between names.</summary>
    public static ImmutableSortedDictionary<string, ScannedFile> Read(
        string root, FileReader reader, ImmutableSortedDictionary<string, ScannedFile> previous)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ScannedFile>(StringComparer.Ordinal);
        foreach (var file in System.IO.Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden }))
        {
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (FileReader.IsOurs(name) && ReadFile(file, name, reader, previous.GetValueOrDefault(name)) is { } read) files[name] = read;
        }
        return files.ToImmutable();
    }

    private static ScannedFile? ReadFile(string file, string name, FileReader reader, ScannedFile? previous)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(file).Length > LargestFile) return Broken("too large", new TextProblem("the file is larger than 4 MiB", 1, 1), previous);
            bytes = File.ReadAllBytes(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broken("unreadable", new TextProblem("the file cannot be read", 1, 1), previous);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (previous?.Hash == hash) return previous;
        return reader.TryRead(name, bytes, out var content, out var problem) ? new ScannedFile(hash, content, null) : Broken(hash, problem, previous);
    }

    private static ScannedFile Broken(string hash, TextProblem problem, ScannedFile? previous) =>
        previous?.Hash == hash ? previous : new ScannedFile(hash, previous?.Content ?? FileContent.Nothing, problem);
}
