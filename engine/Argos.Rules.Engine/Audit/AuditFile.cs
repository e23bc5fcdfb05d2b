using System.Globalization;
using Argos.Rules.Auditing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// A file of records that is rotated when it has grown: <c>FILE.1</c> is the youngest of those. Others may rotate it too: a file that was
/// renamed, deleted or replaced is begun again, one that was cut is gone on with at its end. A batch that cannot be written whole leaves nothing.
/// </summary>
internal sealed partial class AuditFile(AuditOptions options, ILogger? logger = null) : IDisposable
{
    private const byte LineFeed = (byte)'\n';

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private FileStream? _stream;
    private string? _place;
    private long _rotateFrom;
    private volatile bool _reopen;

    /// <summary>Begins the file again with the next write: whoever has moved it says so by SIGHUP.</summary>
    public void Reopen() => _reopen = true;

    /// <summary>Writes whole lines and hands them to the operating system.</summary>
    /// <exception cref="IOException">None of them is written.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            var stream = Ready(lines.Length);
            var before = stream.Length;
            // Whoever has cut the file has moved its end.
            stream.Position = before;
            try
            {
                stream.Write(lines);
                stream.Flush();
            }
            catch (Exception e)
            {
                // A full disk takes the beginning of a batch; a limit of the file's size does too, and is reported as an argument out of
                // range.
                stream.SetLength(before);
                if (e is IOException) throw;
                throw new IOException(e.Message, e);
            }
        }
        catch
        {
            // The next write begins with a fresh handle.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private FileStream Ready(int next)
    {
        if (_reopen || (_stream is not null && WasMoved()))
        {
            _reopen = false;
            Dispose();
        }
        _stream ??= Open();
        if (_stream.Length == 0 || _stream.Length + next <= Math.Max(options.MaximumBytes, _rotateFrom)) return _stream;
        Dispose();
        Rotate();
        return _stream = Open();
    }

    private FileStream Open()
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        var stream = new FileStream(options.File, how);
        // A process that was killed while it wrote has left half a line.
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != LineFeed) stream.WriteByte(LineFeed);
        }
        _place = OpenFilePath.Of(stream);
        return stream;
    }

    private bool WasMoved() => _place is null ? !File.Exists(options.File) : OpenFilePath.Of(_stream!) != _place;

    private void Rotate()
    {
        try
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
            _rotateFrom = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is too large is better than records that are lost. It is tried again when it has grown by as much again.
            _rotateFrom = new FileInfo(options.File).Length + options.MaximumBytes;
            LogNotRotated(options.File, e.Message.ReplaceLineEndings(" "));
        }
    }

    private string Aside(int number) => string.Create(CultureInfo.InvariantCulture, $"{options.File}.{number}");

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit file {File} cannot be rotated and grows on: {Problem}")]
    private partial void LogNotRotated(string file, string problem);
}
