using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Sandbox.Messages;

/// <summary>What the engine and its compiler say to each other: a length, then fields. Each side limits what it takes.</summary>
internal static class CompileMessage
{
    /// <summary>The largest frame; a text has 32 KiB and an image 256 KiB.</summary>
    public const int MaximumBytes = 2 * 1024 * 1024;

    public static byte[] Request(string id, string source, bool traced) => Write(writer =>
    {
        writer.Write(id);
        writer.Write(source);
        writer.Write(traced);
    });

    /// <exception cref="InvalidDataException">It is not such a frame.</exception>
    public static (string Id, string Source, bool Traced) ReadRequest(byte[] frame) =>
        Read(frame, static reader => (reader.ReadString(), reader.ReadString(), reader.ReadBoolean()));

    public static byte[] Response(CompileResult result) => Write(writer =>
    {
        writer.Write(result.Policy is not null);
        WriteBytes(writer, result.Policy?.Image ?? []);
        WriteBytes(writer, result.Policy?.Symbols ?? []);
        writer.Write(result.Diagnostics.Length);
        foreach (var diagnostic in result.Diagnostics)
        {
            writer.Write(diagnostic.Code);
            writer.Write(diagnostic.Message);
            writer.Write(diagnostic.Severity);
            writer.Write(diagnostic.Location?.Row ?? 0);
            writer.Write(diagnostic.Location?.Col ?? 0);
        }
        PointMessage.Write(writer, result.Policy?.Sites ?? []);
    });

    /// <exception cref="InvalidDataException">It is not such a frame.</exception>
    public static CompileResult ReadResponse(string id, byte[] frame) => Read(frame, reader => ReadResponse(id, reader));

    private static CompileResult ReadResponse(string id, BinaryReader reader)
    {
        var compiled = reader.ReadBoolean();
        var (image, symbols) = (ReadBytes(reader), ReadBytes(reader));
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var (code, message, severity, row, col) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            diagnostics.Add(new Diagnostic(code, message, row > 0 ? new Location(id, row, col) : null, severity));
        }
        var sites = PointMessage.Read(reader);
        return new CompileResult(compiled ? new CompiledPolicy(image, symbols) { Sites = sites } : null, diagnostics.ToImmutable());
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true)) write(writer);
        return buffer.ToArray();
    }

    private static T Read<T>(byte[] frame, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(frame, writable: false), Encoding.UTF8);
        try
        {
            return read(reader);
        }
        catch (Exception problem) when (problem is IOException or FormatException)
        {
            // A length that is none, or a text that ends too early.
            throw new InvalidDataException("a frame of the compiler cannot be read", problem);
        }
    }

    private static void WriteBytes(BinaryWriter writer, ImmutableArray<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.AsSpan());
    }

    private static ImmutableArray<byte> ReadBytes(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MaximumBytes) throw new InvalidDataException("a part of a frame of the compiler is too large");
        var bytes = reader.ReadBytes(count);
        return bytes.Length == count ? [.. bytes] : throw new InvalidDataException("a frame of the compiler is cut off");
    }
}
