using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Argos.Rules.Core.Files;

/// <summary>Who may change a file or folder, as the platform tells it.</summary>
internal static partial class FileOwner
{
    private const uint Root = 0;
    private const int HereAndNow = -100; // AT_FDCWD
    private const uint BasicStats = 0x7ff;
    private const int StatBytes = 256;
    private const int OwnerOffset = 20;

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersRead = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Why a folder or file cannot be trusted: somebody other than this user (or, where said, root) could have written it.</summary>
    /// <param name="path">It must exist.</param>
    /// <param name="rootToo">Whether root may own it: what comes with the image, or is mounted.</param>
    /// <returns>What is wrong, in words; <see langword="null"/> when nothing is, and on Windows, where nothing is looked at.</returns>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static string? ChangeProblem(string path, bool rootToo = false)
    {
        if (OperatingSystem.IsWindows()) return null;
        var mode = File.GetUnixFileMode(path);
        if ((mode & OthersWrite) != 0) return $"others can write it (mode {Octal(mode)}; `chmod go-w`)";
        var (owner, self) = (OwnerOf(path), GetEffectiveUser());
        if (owner is null || owner == self || (rootToo && owner == Root)) return null;
        return $"it belongs to user {owner}, not to this process's user {self}";
    }

    /// <summary>As <see cref="ChangeProblem"/>, and nobody but the owner and its group may read it.</summary>
    public static string? SecretProblem(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        var mode = File.GetUnixFileMode(path);
        return (mode & OthersRead) != 0 ? $"everybody can read it (mode {Octal(mode)}; `chmod o-rwx`)" : ChangeProblem(path, rootToo: true);
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    /// <summary>The owner; <see langword="null"/> where only Linux would tell, after a test that only the owner passes.</summary>
    private static uint? OwnerOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            // The layout of `statx` is the same on every processor.
            var buffer = new byte[StatBytes];
            if (GetStats(HereAndNow, path, 0, BasicStats, buffer) != 0) throw new IOException($"`{path}` cannot be looked at");
            return BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(OwnerOffset));
        }
        // Only its owner may change the mode; to the same one is not a change.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path));
        return null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStats(int folder, string path, int flags, uint mask, Span<byte> stats);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
