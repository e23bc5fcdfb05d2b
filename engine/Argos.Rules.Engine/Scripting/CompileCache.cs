using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Compiled policies in a folder, by the hash of their text and of this program. What is read is checked like what the compiler
/// sends: the cache saves time, not care.
/// </summary>
/// <param name="folder">The folder. Who can write to it can decide: it must belong to the engine alone, or to nobody.</param>
/// <param name="logger">Told when it cannot be used.</param>
internal sealed partial class CompileCache(string folder, ILogger logger)
{
    /// <summary>Another build has another compiler or another language.</summary>
    private static readonly string Build = typeof(CompileCache).Module.ModuleVersionId.ToString("N");

    /// <summary>Whether anything is kept.</summary>
    public bool HasAny => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.policy").Any();

    /// <summary>The compiled policy of a text, when it is there and passes the checks.</summary>
    public CompileResult? Find(string id, string source)
    {
        try
        {
            var path = PathOf(source);
            if (!File.Exists(path) || new FileInfo(path).Length > CompileFrame.MaximumBytes) return null;
            var result = CompileFrame.ReadResponse(id, File.ReadAllBytes(path));
            return result.Policy is { } policy && Sandbox.Metadata.ImageGate.Check(id, policy).IsEmpty ? result : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            LogUnreadable(problem);
            return null;
        }
    }

    /// <summary>Keeps a compiled policy; that it cannot be written is no failure.</summary>
    public void Keep(string source, CompileResult result)
    {
        var path = PathOf(source);
        var part = $"{path}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(part, CompileFrame.Response(result));
            File.Move(part, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(problem);
        }
    }

    private string PathOf(string source) =>
        Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Build}\n{source}")))}.policy");

    [LoggerMessage(LogLevel.Warning, "Compiled policy cannot be read from the cache")]
    private partial void LogUnreadable(Exception problem);

    [LoggerMessage(LogLevel.Warning, "Compiled policy cannot be written to the cache")]
    private partial void LogUnwritable(Exception problem);
}
