using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Core.Compilation.Caching;
using Argos.Rules.Core.Files;

namespace Argos.Rules.Engine.State;

/// <summary>
/// One file with a seal at its head: written beside its place and moved there when it is whole and on the disk, read as a stream, and not looked at before its
/// seal was found to be right. The file's kind is part of the seal, so that none can be put in another's place.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="kind">What it is, and in which form.</param>
/// <param name="maximumBytes">The most bytes of its content.</param>
internal sealed class SealedFile(byte[] key, string kind, long maximumBytes)
{
    private const int Buffer = 64 * 1024;
    private const int SealBytes = HMACSHA256.HashSizeInBytes;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>Its seal.</returns>
    /// <exception cref="IOException">It cannot be written; what was there still is.</exception>
    public string Write(string path, Action<BinaryWriter> write)
    {
        var part = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{OwnFolder.PartSuffix}";
        try
        {
            var seal = WritePart(part, write);
            File.Move(part, path, overwrite: true);
            return Convert.ToHexStringLower(seal);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Reads it.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="path">Where.</param>
    /// <param name="read">Reads the content.</param>
    /// <param name="seal">The seal that it must have; any right one when left out.</param>
    /// <exception cref="InvalidDataException">It was not written by this installation, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public T Read<T>(string path, Func<BinaryReader, T> read, string? seal = null)
    {
        if (FileOwner.ChangeProblem(path) is { } problem) throw new InvalidDataException($"`{path}`: {problem}");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> stated = stackalloc byte[SealBytes];
        if (file.ReadAtLeast(stated, SealBytes, throwOnEndOfStream: false) < SealBytes) throw Foreign(path);
        if (seal is not null && seal != Convert.ToHexStringLower(stated)) throw Foreign(path);
        // Twice: what is not sealed is not even looked at, and what is looked at is what was sealed.
        if (!IsSealed(Through(file, static content => content.CopyTo(Stream.Null)), stated)) throw Foreign(path);
        file.Position = SealBytes;
        var value = default(T)!;
        try
        {
            var hash = Through(file, content =>
            {
                using var reader = new BinaryReader(content, Encoding.UTF8, leaveOpen: true);
                value = read(reader);
                if (content.ReadByte() >= 0) throw Foreign(path);
            });
            return IsSealed(hash, stated) ? value : throw Foreign(path);
        }
        catch (Exception wrong) when (wrong is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw Foreign(path);
        }
    }

    private static bool IsSealed(byte[] hash, ReadOnlySpan<byte> stated) => CryptographicOperations.FixedTimeEquals(hash, stated);

    private byte[] Through(FileStream file, Action<Stream> read)
    {
        using var hash = Begin();
        using var content = new BufferedStream(new HashedStream(file, hash, maximumBytes), Buffer);
        read(content);
        return hash.GetHashAndReset();
    }

    private byte[] WritePart(string part, Action<BinaryWriter> write)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(part, how);
        file.Write(stackalloc byte[SealBytes]);
        using var hash = Begin();
        using (var writer = new BinaryWriter(new BufferedStream(new HashedStream(file, hash, maximumBytes), Buffer), Encoding.UTF8)) write(writer);
        var seal = hash.GetHashAndReset();
        file.Position = 0;
        file.Write(seal);
        // A machine that loses its power must not leave a name without its content.
        file.Flush(flushToDisk: true);
        return seal;
    }

    private IncrementalHash Begin()
    {
        var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(kind)));
        return hash;
    }

    private static InvalidDataException Foreign(string path) => new($"`{path}` was not written by this installation, or is damaged");
}
