using System.Globalization;

namespace Argos.Rules.Auditing;

/// <summary>Where an open file is now: the kernel follows it when it is renamed, and says when it was deleted.</summary>
internal static class OpenFilePath
{
    /// <summary>The path; <see langword="null"/> where that cannot be told.</summary>
    public static string? Of(FileStream stream)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{(int)stream.SafeFileHandle.DangerousGetHandle()}");
        return new FileInfo(link).LinkTarget;
    }
}
