using System.Collections.Immutable;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Sandbox.Messages;

/// <summary>The places of a traced policy on the wire between the engine and its compiler.</summary>
internal static class PointMessage
{
    public static void Write(BinaryWriter writer, ImmutableArray<TracePoint> sites)
    {
        writer.Write(sites.Length);
        foreach (var site in sites)
        {
            writer.Write((byte)site.Kind);
            writer.Write(site.Row);
            writer.Write(site.Col);
            writer.Write(site.EndRow);
            writer.Write(site.EndCol);
            writer.Write(site.Text);
            writer.Write(site.Parts.Length);
            foreach (var part in site.Parts) writer.Write(part);
            writer.Write(site.Needs.Length);
            foreach (var needed in site.Needs) writer.Write(needed);
        }
    }

    public static ImmutableArray<TracePoint> Read(BinaryReader reader)
    {
        var count = Count(reader);
        var sites = ImmutableArray.CreateBuilder<TracePoint>();
        for (var i = 0; i < count; i++)
        {
            var kind = (TraceKind)reader.ReadByte();
            if (!Enum.IsDefined(kind)) throw new InvalidDataException("a frame of the compiler names a place of no known kind");
            sites.Add(new TracePoint(kind, reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(),
                reader.ReadString(), Parts(reader), Needs(reader, count)));
        }
        return sites.ToImmutable();
    }

    private static ImmutableArray<string> Parts(BinaryReader reader)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        for (var count = Count(reader); count > 0; count--) parts.Add(reader.ReadString());
        return parts.ToImmutable();
    }

    private static ImmutableArray<int> Needs(BinaryReader reader, int sites)
    {
        var needs = ImmutableArray.CreateBuilder<int>();
        for (var count = Count(reader); count > 0; count--)
        {
            var needed = reader.ReadInt32();
            if ((uint)needed >= (uint)sites) throw new InvalidDataException("a frame of the compiler names a place that is not there");
            needs.Add(needed);
        }
        return needs.ToImmutable();
    }

    private static int Count(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count is >= 0 and <= TracePoint.Maximum
            ? count
            : throw new InvalidDataException("a frame of the compiler has too many places");
    }
}
