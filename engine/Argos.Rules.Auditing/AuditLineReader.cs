namespace Argos.Rules.Auditing;

/// <summary>Reads the lines of an audit log without making a text of each. Used by one thread.</summary>
/// <param name="stream">The log.</param>
internal sealed class AuditLineReader(Stream stream)
{
    /// <summary>The longest line that is read; a record is much shorter.</summary>
    public const int MaximumLine = 4 << 20;

    private const int FirstBuffer = 1 << 18;

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of the last line that was read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next line, without its end. It may be changed, and lives until the next one is read.</summary>
    /// <returns>Whether there is one. What stands behind the last line feed is not one yet: it is still being written.</returns>
    /// <exception cref="InvalidDataException">A line is too long to be a record.</exception>
    public bool TryRead(out Span<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var length = searched + at;
                line = _buffer.AsSpan(_start, length);
                if (line.EndsWith("\r"u8)) line = line[..^1];
                _start += length + 1;
                Number++;
                return true;
            }
            searched = _end - _start;
            line = default;
            if (_ended || !Fill()) return false;
        }
    }

    /// <summary>Looks for more behind the end: a log that is followed grows.</summary>
    public void Again() => _ended = false;

    private bool Fill()
    {
        var left = _end - _start;
        if (left > MaximumLine) throw new InvalidDataException($"line {Number + 1} is longer than {MaximumLine} bytes: this is not an audit log");
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, left);
            (_start, _end) = (0, left);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        Position += read;
        return read > 0;
    }
}
