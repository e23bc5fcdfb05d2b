using Microsoft.Win32.SafeHandles;

namespace Argos.Rules.Engine.Audit;

/// <summary>Where records go: standard output, or a file.</summary>
internal sealed class AuditSink(AuditOptions options, ILogger<AuditSink>? logger = null) : IDisposable
{
    private readonly AuditFile? _file = options.File == "-" ? null : new AuditFile(options, logger);
    private Stream? _output;
    private bool _torn;

    /// <summary>Begins a file again with the next write.</summary>
    public void Reopen() => _file?.Reopen();

    /// <summary>Writes whole lines and hands them to the operating system.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (_file is not null)
        {
            _file.Write(lines);
            return;
        }
        _output ??= StandardOutput();
        // What was left of a batch that was truncated must not become one line with the next.
        if (_torn) _output.Write("\n"u8);
        _torn = true;
        _output.Write(lines);
        _output.Flush();
        _torn = false;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _output?.Dispose();
    }

    /// <summary>The console's own stream takes a pipe that nobody reads for written.</summary>
    private static Stream StandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
