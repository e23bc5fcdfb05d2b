using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>Reads what <see cref="TreeWriter"/> has written. It is not trusted: what is not of the form is said to be so.</summary>
internal sealed class TreeReader(BinaryReader input)
{
    private const int PieceBytes = 64 * 1024;

    /// <exception cref="InvalidDataException">It is not of the form.</exception>
    public DataTree Read() => ReadNode(DataPath.Root) is Branch root ? DataTree.Of(root) : throw Malformed();

    private DataNode? ReadNode(DataPath path)
    {
        if (path.Segments.Length > DataPath.MaximumDepth) throw Malformed();
        switch ((TreeNodeKind)input.ReadByte())
        {
            case TreeNodeKind.None:
                return null;
            case TreeNodeKind.Branch:
                return Branch.Of(ReadMembers(path).Select(static member => KeyValuePair.Create(member.Key, member.Value ?? throw Malformed())));
            case TreeNodeKind.Document:
                return JsonLeaf.At(path, ReadText());
            case TreeNodeKind.Pod when path.Segments.Length >= 2:
                var hash = new UInt128(input.ReadUInt64(), input.ReadUInt64());
                return PodLeaf.Again(path, ReadText(), hash).Node ?? throw Malformed();
            case TreeNodeKind.Patched:
                var document = new PatchedDocument(JsonLeaf.At(path, ReadText()));
                return ReadMembers(path).Aggregate(document, (known, member) => member.Value is { } node ? known.With(path.Append(member.Key), node) : known.Without(path.Append(member.Key)));
            default:
                throw Malformed();
        }
    }

    private ImmutableSortedDictionary<string, DataNode?> ReadMembers(DataPath path)
    {
        var members = ImmutableSortedDictionary.CreateBuilder<string, DataNode?>(StringComparer.Ordinal);
        for (var left = input.Read7BitEncodedInt(); left > 0; left--)
        {
            var name = input.ReadString();
            members[name] = ReadNode(path.Append(name));
        }
        return members.ToImmutable();
    }

    private JsonElement ReadText()
    {
        var length = input.Read7BitEncodedInt();
        if (length <= 0) throw Malformed();
        // Piece by piece: no length makes room for what is not there.
        var text = new ArrayBufferWriter<byte>(Math.Min(length, PieceBytes));
        while (text.WrittenCount < length)
        {
            var piece = text.GetSpan()[..Math.Min(text.FreeCapacity, length - text.WrittenCount)];
            if (input.Read(piece) is var read && read == 0) throw Malformed();
            text.Advance(read);
        }
        if (!Utf8.IsValid(text.WrittenSpan)) throw Malformed();
        try
        {
            return JsonText.Parse(text.WrittenSpan);
        }
        catch (JsonException)
        {
            throw Malformed();
        }
    }

    private static InvalidDataException Malformed() => new("it is not of the form that this engine writes");
}
