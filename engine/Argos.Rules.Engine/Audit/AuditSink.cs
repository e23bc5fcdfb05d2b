namespace Argos.Rules.Engine.Audit;

/// <summary>Standard output, or a file that is put aside when it has grown: <c>FILE.1</c> is the youngest of those.</summary>
internal sealed class AuditSink(AuditOptions options) : IDisposable
{
    private Stream? _stream;

    /// <summary>Writes whole lines and hands them to the operating system.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            var stream = Ready(lines.Length);
            stream.Write(lines);
            stream.Flush();
        }
        catch
        {
            // The next write begins with a fresh handle: the disk may have been full, or the file moved.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private Stream Ready(int next)
    {
        if (options.File == "-") return _stream ??= Console.OpenStandardOutput();
        _stream ??= Open();
        if (_stream.Length == 0 || _stream.Length + next <= options.MaximumBytes) return _stream;
        Dispose();
        PutAside();
        return _stream = Open();
    }

    private FileStream Open()
    {
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return new FileStream(options.File, how);
    }

    private void PutAside()
    {
        if (options.Files == 0)
        {
            File.Delete(options.File);
            return;
        }
        for (var i = options.Files - 1; i >= 1; i--)
        {
            if (File.Exists(Aside(i))) File.Move(Aside(i), Aside(i + 1), overwrite: true);
        }
        File.Move(options.File, Aside(1), overwrite: true);
    }

    private string Aside(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{options.File}.{number}");
}
