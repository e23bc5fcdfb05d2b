using System.Text;

namespace Argos.Rules.Hosting.Secrets;

/// <summary>A text that stands in the configuration or in a file. It is a secret more often than not, so it never prints itself.</summary>
public sealed class SecretSource
{
    /// <summary>The size in bytes above which a file is not read: no bundle of certificates comes near it.</summary>
    public const int MaximumBytes = 4 << 20;

    private readonly string? _text;
    private readonly string? _file;

    private SecretSource(string? text, string? file) => (_text, _file) = (text, file);

    /// <summary>A text given by value.</summary>
    /// <param name="text">The text.</param>
    public static SecretSource FromText(string text) => new(text, null);

    /// <summary>A text in a file, read whenever it is asked for: a file that is replaced needs no restart.</summary>
    /// <param name="file">The file.</param>
    public static SecretSource FromFile(string file) => new(null, file);

    /// <summary>The text as it is now, without a byte order mark.</summary>
    /// <exception cref="IOException">The file cannot be read, or is too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public string Read()
    {
        if (_text is not null) return _text;
        using var stream = new FileStream(_file!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        using var content = new MemoryStream();
        Span<byte> part = stackalloc byte[4096];
        while (stream.Read(part) is var read and > 0) Append(content, part[..read]);
        return Text(content);
    }

    /// <summary>The text as it is now, without a byte order mark.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">The file cannot be read, or is too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (_text is not null) return _text;
        await using var stream = new FileStream(
            _file!,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            1,
            FileOptions.Asynchronous);
        using var content = new MemoryStream();
        var part = new byte[4096];
        while (await stream.ReadAsync(part, cancellationToken) is var read and > 0) Append(content, part.AsSpan(0, read));
        return Text(content);
    }

    /// <summary>The file's name, or that there is none; never the text.</summary>
    public override string ToString() => _file ?? "(given by value)";

    private void Append(MemoryStream content, ReadOnlySpan<byte> part)
    {
        if (content.Length + part.Length > MaximumBytes) throw new IOException($"`{_file}` is longer than {MaximumBytes >> 20} MiB");
        content.Write(part);
    }

    private static string Text(MemoryStream content)
    {
        content.Position = 0;
        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
