using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Core.Files;

namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>
/// Small files, each sealed by a key: what was changed, or copied to another's place, is as good as not there. A file is found by what
/// it is about, and that is part of its seal.
/// </summary>
internal sealed class SealedFolder
{
    /// <summary>The end of the name of a file that is being written.</summary>
    public const string PartSuffix = OwnFolder.PartSuffix;

    /// <summary>The end of the name of a file that is sealed.</summary>
    public const string Suffix = ".sealed";

    private const int SealBytes = HMACSHA256.HashSizeInBytes;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The first bytes of each file: another form has others.</summary>
    private static readonly ImmutableArray<byte> Form = [.. "argos-sealed-1\n"u8];

    private readonly string _folder;
    private readonly byte[] _key;
    private readonly SealedFolderLimits _limits;
    private readonly TimeProvider? _time;
    private readonly Lock _pruning = new();

    // Without a clock it is not written.
    private SealedFolder(string folder, byte[] key, SealedFolderLimits limits, TimeProvider? time) => (_folder, _key, _limits, _time) = (folder, key, limits, time);

    /// <summary>A folder that this user alone can write; made when it is not there. What a process that was killed left half written is removed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keyFile">The file of its key; when left out, the folder has one of its own.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="time">The clock that tells what was used last.</param>
    /// <exception cref="UnsafeFolderException">Others can write it, or its key.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static SealedFolder Own(string folder, string? keyFile, SealedFolderLimits limits, TimeProvider time)
    {
        OwnFolder.Make(folder);
        return new SealedFolder(folder, keyFile is { Length: > 0 } ? SealKey.Given(keyFile, "Scripting:CacheKeyFile") : SealKey.In(folder), limits, time);
    }

    /// <summary>
    /// A folder that comes with the program and is never written. Its key is not a secret: whoever can write there can write the program.
    /// The seal finds what was mixed up or damaged.
    /// </summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="UnsafeFolderException">Others than this user and root can write it.</exception>
    public static SealedFolder? OfProgram(string folder, SealedFolderLimits limits)
    {
        if (!Directory.Exists(folder)) return null;
        if (FileOwner.ChangeProblem(folder, rootToo: true) is { } problem) throw new UnsafeFolderException($"`{folder}`: {problem}");
        return new SealedFolder(folder, ProgramKey(), limits, time: null);
    }

    /// <summary>Where the program is made: the folder that <see cref="OfProgram"/> reads.</summary>
    public static SealedFolder ForProgram(string folder, SealedFolderLimits limits, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        return new SealedFolder(folder, ProgramKey(), limits, time);
    }

    /// <summary>Whether anything of a kind is kept.</summary>
    public bool Has(string kind) => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, $"*.{kind}{Suffix}").Any();

    /// <summary>What is kept about a subject.</summary>
    /// <param name="kind">The kind, a word.</param>
    /// <param name="subject">What it is about.</param>
    /// <returns>The content; <see langword="null"/> when there is none.</returns>
    /// <exception cref="InvalidDataException">This installation has not written it, or not about this; it is removed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? Read(string kind, string subject)
    {
        var name = NameOf(kind, subject);
        var path = PathOf(kind, name);
        var file = new FileInfo(path);
        if (!file.Exists) return null;
        if (file.Length > _limits.FileBytes || Open(name, File.ReadAllBytes(path)) is not { } content)
        {
            Remove(path);
            throw new InvalidDataException($"`{path}` was not written by this engine about this policy, or is damaged");
        }
        // What is used stays longest.
        if (_time is not null) File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        return content;
    }

    /// <summary>Keeps a content, and removes what has not been used for longest when there is too much.</summary>
    /// <exception cref="IOException">It cannot be written; nothing is left half written.</exception>
    public void Write(string kind, string subject, byte[] content)
    {
        if (_time is null) throw new InvalidOperationException("what came with the program is not written");
        var name = NameOf(kind, subject);
        var path = PathOf(kind, name);
        var part = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{PartSuffix}";
        try
        {
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerOnly;
            using (var stream = new FileStream(part, how))
            {
                stream.Write(Form.AsSpan());
                stream.Write(Seal(name, content));
                stream.Write(content);
            }
            File.SetLastWriteTimeUtc(part, _time.GetUtcNow().UtcDateTime);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
        lock (_pruning) Prune(path);
    }

    private static byte[] ProgramKey() => SHA256.HashData(Encoding.UTF8.GetBytes("with the program\n" + BuildId.Text));

    private static byte[] NameOf(string kind, string subject) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{BuildId.Text}\n{subject}"));

    private string PathOf(string kind, byte[] name) => Path.Combine(_folder, $"{Convert.ToHexStringLower(name)}.{kind}{Suffix}");

    private byte[] Seal(byte[] name, ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, (byte[])[.. name, .. SHA256.HashData(content)]);

    private byte[]? Open(byte[] name, byte[] whole)
    {
        var head = Form.Length + SealBytes;
        if (whole.Length < head || !whole.AsSpan().StartsWith(Form.AsSpan())) return null;
        return CryptographicOperations.FixedTimeEquals(whole.AsSpan(Form.Length, SealBytes), Seal(name, whole.AsSpan(head))) ? whole[head..] : null;
    }

    private void Remove(string path)
    {
        if (_time is not null) File.Delete(path);
    }

    /// <summary>Everything but the key counts; what is of another build or form is not used, and so goes first.</summary>
    private void Prune(string keep)
    {
        var files = new DirectoryInfo(_folder).EnumerateFiles().Where(static file => file.Name != SealKey.FileName).OrderBy(static file => file.LastWriteTimeUtc)
            .ThenBy(static file => file.Name, StringComparer.Ordinal).ToList();
        var (count, bytes) = (files.Count, files.Sum(static file => file.Length));
        foreach (var file in files)
        {
            if (count <= _limits.Files && bytes <= _limits.Bytes) return;
            if (file.FullName == Path.GetFullPath(keep)) continue;
            // The length is that of the last look, and gone with the file.
            bytes -= file.Length;
            count--;
            file.Delete();
        }
    }
}
