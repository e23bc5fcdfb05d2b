using System.Globalization;

namespace Argos.Rules.Auditing;

/// <summary>Finds the files of an audit log: the one that is written, and those that the engine has rotated.</summary>
internal static class AuditFiles
{
    private const int MaximumRotated = 1000;

    /// <summary>The rotated files of a log and the log itself, the oldest first; only the file itself when it is a rotated one.</summary>
    public static IReadOnlyList<string> Of(string file)
    {
        var files = new List<string>();
        for (var i = 1; i <= MaximumRotated; i++)
        {
            var rotated = string.Create(CultureInfo.InvariantCulture, $"{file}.{i}");
            if (!File.Exists(rotated)) break;
            files.Add(rotated);
        }
        files.Reverse();
        files.Add(file);
        return files;
    }
}
