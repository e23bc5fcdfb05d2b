namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Reads regular files only, and never more than the limit, whatever length they claim to have.</summary>
internal sealed class RegularFiles : IFileBytes
{
    public FileBytes Read(string path, int limit)
    {
        try
        {
            if (FileKind.OtherThanRegular(path) is { } kind) return new(null, $"the file is {kind}; only regular files are read") { IsIrregular = true };
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return ToEnd(file, limit) is { } bytes ? new(bytes, null) : new(null, $"the file is larger than {limit} bytes (`Source:DirectoryMaximumFileBytes`)");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new(null, $"the file cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static byte[]? ToEnd(FileStream file, int limit)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (file.Read(buffer) is > 0 and var read)
        {
            if (bytes.Length + read > limit) return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
