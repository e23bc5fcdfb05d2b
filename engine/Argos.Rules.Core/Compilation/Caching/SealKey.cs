using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Core.Files;

namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>The key of one installation: what it has sealed, only it can have written.</summary>
internal static class SealKey
{
    /// <summary>The fewest bytes of a key that an operator gives.</summary>
    public const int MinimumBytes = 32;

    /// <summary>The key's file, where it is kept beside what it seals.</summary>
    public const string FileName = "key";

    private const int MaximumBytes = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A key that an operator gives, for example from a mounted secret.</summary>
    /// <param name="file">The file.</param>
    /// <param name="setting">The setting that names it.</param>
    /// <exception cref="UnsafeFolderException">The file cannot be trusted, or is too short.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Given(string file, string setting)
    {
        if (!File.Exists(file)) throw new UnsafeFolderException($"`{setting}` is `{file}`, which is not there");
        if (FileOwner.SecretProblem(file) is { } problem) throw new UnsafeFolderException($"`{setting}` is `{file}`: {problem}");
        return Read(file) is { Length: >= MinimumBytes } key
            ? SHA256.HashData(key)
            : throw new UnsafeFolderException($"`{setting}` is `{file}`, which must have {MinimumBytes} to {MaximumBytes} bytes");
    }

    /// <summary>The key in a folder that is this user's alone; made when there is none.</summary>
    /// <exception cref="UnsafeFolderException">The file cannot be trusted.</exception>
    /// <exception cref="IOException">It can be neither read nor written.</exception>
    public static byte[] In(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (File.Exists(file))
        {
            if (FileOwner.SecretProblem(file) is { } problem) throw new UnsafeFolderException($"`{file}`: {problem}; delete it");
            if (Read(file) is { Length: >= MinimumBytes } kept) return SHA256.HashData(kept);
        }
        return SHA256.HashData(Make(file));
    }

    private static byte[] Make(string file)
    {
        var key = RandomNumberGenerator.GetBytes(MinimumBytes);
        var part = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{SealedFolder.PartSuffix}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(part, how)) stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)));
        File.Move(part, file, overwrite: true);
        return Read(file) ?? throw new IOException($"`{file}` cannot be read");
    }

    private static byte[]? Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        var buffer = new byte[MaximumBytes + 1];
        var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return count > MaximumBytes ? null : buffer.AsSpan(0, count).Trim(" \r\n"u8).ToArray();
    }
}
