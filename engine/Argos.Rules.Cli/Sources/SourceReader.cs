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
        if (new FileInfo(path).Length > MaximumBytes)
            return (null, new Diagnostic(Code, $"the file is larger than {MaximumBytes} bytes: this is not a policy and no tests file",
                new Location(shown, 1, 1)));
        var bytes = File.ReadAllBytes(path);
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
}
