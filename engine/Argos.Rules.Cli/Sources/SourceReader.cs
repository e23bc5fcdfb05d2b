using System.Text;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Sources;

/// <summary>Reads texts as the engine would get them: UTF-8 and of a sane size.</summary>
internal static class SourceReader
{
    /// <summary>The code of every diagnostic about a file that cannot be read as a text.</summary>
    public const string Code = "file";

    /// <summary>Above what a policy or its tests may be; the exact limits are the engine's.</summary>
    private const int MaximumBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; a diagnostic instead when it is none.</summary>
    public static (string? Text, Diagnostic? Problem) Read(string path, string shown)
    {
        var bytes = Bytes(path);
        if (bytes.Length > MaximumBytes)
            return (null, new Diagnostic(Code, $"the file is larger than {MaximumBytes} bytes: this is not a policy and no tests file",
                new Location(shown, 1, 1)));
        try
        {
            return (Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException problem)
        {
            var before = bytes.AsSpan(0, Math.Clamp(problem.Index, 0, bytes.Length));
            var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
            var place = new Location(shown, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
            return (null, new Diagnostic(Code, "the file is not UTF-8: save it as UTF-8", place));
        }
    }

    /// <summary>At most one byte more than there may be: a device has no length, and no end.</summary>
    private static byte[] Bytes(string path)
    {
        using var file = File.OpenRead(path);
        var length = file.CanSeek && file.Length > 0 ? Math.Min(file.Length, MaximumBytes) : MaximumBytes;
        var bytes = new byte[length + 1];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
