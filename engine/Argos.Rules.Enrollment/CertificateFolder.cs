using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Enrollment;

/// <summary>
/// Where a pair lies on disk. INVARIANT: certificate and key are replaced together, by one rename: both names are links through one link to the
/// folder of the current pair, as the kubelet does it with secrets. Whoever reads them sees either pair, whole; also after a crash at any point.
/// </summary>
internal sealed partial class CertificateFolder(string certificateFile, string keyFile, string caFile)
{
    private const string Current = "..argos-pair";
    private const string Temporary = "..argos-new-";
    private const UnixFileMode KeyMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OtherMode = KeyMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(certificateFile))!;

    /// <summary>What is wrong with the choice of the names; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(string certificateFile, string keyFile, string caFile)
    {
        if (OperatingSystem.IsWindows()) return "certificates can be obtained on Linux and macOS only: elsewhere a pair cannot be replaced at once";
        string[] files = caFile.Length > 0 ? [certificateFile, keyFile, caFile] : [certificateFile, keyFile];
        if (files.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Count() < files.Length) return "certificate, key and authorities must be different files";
        return files.Select(static file => Path.GetDirectoryName(Path.GetFullPath(file))).Distinct(StringComparer.Ordinal).Count() > 1
            ? "certificate, key and authorities must lie in one folder: they are replaced together" : null;
    }

    /// <summary>The pair that is there; <see langword="null"/> when there is none that fits together.</summary>
    public CertificatePair? Read()
    {
        try
        {
            return CertificatePair.Of(ByteOrderMark.Removed(File.ReadAllText(certificateFile)), File.ReadAllText(keyFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the pair.</summary>
    /// <exception cref="IOException">The folder cannot be written; what was there is there.</exception>
    public void Write(CertificatePair pair)
    {
        Directory.CreateDirectory(_folder);
        if (Read() is { } present) Adopt(present);
        Point(Store(pair));
        Link(keyFile);
        Link(certificateFile);
        if (caFile.Length > 0) Link(caFile);
        RemoveOthers();
    }

    /// <summary>A pair that lies there as plain files becomes the current one first, so that the names can be made links without a moment between.</summary>
    private void Adopt(CertificatePair present)
    {
        if (IsLink(certificateFile) && IsLink(keyFile)) return;
        Point(Store(present));
        Link(keyFile);
        Link(certificateFile);
    }

    /// <summary>Writes a pair into a folder of its own, through to the disk; its name.</summary>
    private string Store(CertificatePair pair)
    {
        var name = Temporary + Guid.NewGuid().ToString("N");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        WriteFile(Path.Combine(folder, Path.GetFileName(keyFile)), pair.Key, KeyMode);
        WriteFile(Path.Combine(folder, Path.GetFileName(certificateFile)), pair.Certificate, OtherMode);
        if (caFile.Length > 0) WriteFile(Path.Combine(folder, Path.GetFileName(caFile)), pair.Authorities, OtherMode);
        return name;
    }

    private static void WriteFile(string path, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private void Point(string folder) => Replace(Path.Combine(_folder, Current), folder);

    private void Link(string file)
    {
        if (!IsLink(file)) Replace(Path.Combine(_folder, Path.GetFileName(file)), TargetOf(file));
    }

    private static bool IsLink(string file) => new FileInfo(file).LinkTarget == TargetOf(file);

    private static string TargetOf(string file) => Path.Combine(Current, Path.GetFileName(file));

    /// <summary>Makes or replaces a link in one step.</summary>
    private static void Replace(string path, string target)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        if (Rename(temporary, path) != 0) throw new IOException($"`{path}` cannot be replaced: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private void RemoveOthers()
    {
        var current = new FileInfo(Path.Combine(_folder, Current)).LinkTarget;
        foreach (var folder in Directory.EnumerateDirectories(_folder, Temporary + "*"))
        {
            if (Path.GetFileName(folder) != current) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The framework refuses to move a link to a folder onto another.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
