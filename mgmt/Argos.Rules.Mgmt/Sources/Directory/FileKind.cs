using System.Runtime.InteropServices;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>What a path leads to, found out without opening it: to open a FIFO waits for somebody who writes to it.</summary>
internal static partial class FileKind
{
    private const int AtWorkingDirectory = -100;
    private const uint TypeMask = 1;
    private const int StatBytes = 256;
    private const int ModeOffset = 28;
    private const int KindBits = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>What the file is instead of a regular one, links followed; <see langword="null"/> when it is regular, is not there, or the platform does not tell.</summary>
    public static string? OtherThanRegular(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> stat = stackalloc byte[StatBytes];
        if (StatX(AtWorkingDirectory, path, 0, TypeMask, ref MemoryMarshal.GetReference(stat)) != 0) return null;
        return (MemoryMarshal.Read<ushort>(stat[ModeOffset..]) & KindBits) switch
        {
            Regular => null,
            0x1000 => "a FIFO",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => "something else",
        };
    }

    // Its result has the same layout on every processor, unlike that of stat.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte stat);
}
