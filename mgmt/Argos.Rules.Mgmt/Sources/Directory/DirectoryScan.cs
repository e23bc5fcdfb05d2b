using System.Collections.Immutable;
using System.Security.Cryptography;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>
/// Reads the whole directory. Of a file that cannot be read, policies and data stay as they were; its pods are gone, for nobody knows whether they still should be there.
/// </summary>
/// <param name="options">Which directory, and its limits.</param>
/// <param name="bytes">Reads the files.</param>
internal sealed class DirectoryScan(SourceOptions options, IFileBytes bytes)
{
    private readonly FileReader _reader = new(options);
    private readonly ScanLimits _limits = options.Limits;

    /// <summary>The files by path below the directory, with <c>/</c> between names.</summary>
    /// <param name="previous">What the scan before has found.</param>
    /// <param name="progress">Learns where the scan is.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    /// <exception cref="IOException">The directory cannot be read, or is beyond a limit.</exception>
    public ImmutableSortedDictionary<string, ScannedFile> Read(
        ImmutableSortedDictionary<string, ScannedFile> previous, ScanProgress progress, CancellationToken cancellationToken)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ScannedFile>(StringComparer.Ordinal);
        var all = 0L;
        foreach (var (name, problem) in new DirectoryWalk(_limits).Find(options.Directory, progress, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.At = name;
            if (problem is not null) AddFolder(files, name, problem, previous);
            else if (ReadFile(name, previous.GetValueOrDefault(name), ref all) is { } read) files[name] = read;
            if (all > _limits.MaximumBytes) throw new IOException($"its files have more than {_limits.MaximumBytes} bytes in all (`Source:DirectoryMaximumBytes`)");
        }
        return files.ToImmutable();
    }

    private ScannedFile? ReadFile(string name, ScannedFile? previous, ref long all)
    {
        var read = bytes.Read(Path.Combine(options.Directory, name), _limits.MaximumFileBytes);
        if (read.Problem is { } unreadable) return Broken(unreadable, new TextProblem(unreadable, 1, 1), previous, unknown: !read.IsIrregular);
        if (read.Bytes is not { } text) return null;
        all += text.Length;
        var hash = Convert.ToHexStringLower(SHA256.HashData(text));
        if (previous?.Hash == hash) return previous;
        if (!_reader.TryRead(name, text, out var content, out var problem)) return Broken(hash, problem, previous);
        if (!content.MapsAreBroken) return new ScannedFile(hash, content, null);
        content = content with { Policies = previous?.Content.Policies ?? [], Data = previous?.Content.Data ?? [] };
        return new ScannedFile(hash, content, null) { IsUnknown = previous?.IsUnknown ?? true };
    }

    // What was known below it is as good as that of files that cannot be read.
    private static void AddFolder(
        ImmutableSortedDictionary<string, ScannedFile>.Builder files, string folder, string problem, ImmutableSortedDictionary<string, ScannedFile> previous)
    {
        var why = new TextProblem(problem, 1, 1);
        files[folder] = Broken(problem, why, previous.GetValueOrDefault(folder));
        foreach (var (name, file) in previous)
            if (name != folder && name.StartsWith(folder, StringComparison.Ordinal)) files[name] = Broken(problem, why, file);
    }

    private static ScannedFile Broken(string hash, TextProblem problem, ScannedFile? previous, bool unknown = true) =>
        previous?.Hash == hash ? previous : new ScannedFile(hash, (previous?.Content ?? FileContent.Nothing) with { Pods = [] }, problem)
        {
            IsUnknown = previous?.IsUnknown ?? unknown,
        };
}
