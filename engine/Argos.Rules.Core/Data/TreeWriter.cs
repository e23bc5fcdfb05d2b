using System.Buffers;
using System.Text.Json;

namespace Argos.Rules.Core.Data;

/// <summary>Writes a tree node by node, so that <see cref="TreeReader"/> makes the very same of it: where a document ends and what its digest is counts too.</summary>
internal sealed class TreeWriter(BinaryWriter output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _text = new(4096);
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonText.WriterOptions);

    public void Write(DataTree tree) => Write(tree.Top);

    public void Dispose() => _json.Dispose();

    private void Write(DataNode? node)
    {
        switch (node)
        {
            case null:
                output.Write((byte)TreeNodeKind.None);
                break;
            case Branch branch:
                output.Write((byte)TreeNodeKind.Branch);
                WriteMembers([.. branch.Children.Select(static child => KeyValuePair.Create(child.Key, (DataNode?)child.Value))]);
                break;
            case PatchedDocument patched:
                output.Write((byte)TreeNodeKind.Patched);
                WriteText(patched.Document);
                WriteMembers(patched.Members);
                break;
            case PodLeaf pod:
                output.Write((byte)TreeNodeKind.Pod);
                output.Write((ulong)(pod.Digest.Sum >> 64));
                output.Write((ulong)pod.Digest.Sum);
                WriteText(pod);
                break;
            default:
                output.Write((byte)TreeNodeKind.Document);
                WriteText(node);
                break;
        }
    }

    private void WriteMembers(IReadOnlyCollection<KeyValuePair<string, DataNode?>> members)
    {
        output.Write7BitEncodedInt(members.Count);
        foreach (var (name, node) in members)
        {
            output.Write(name);
            Write(node);
        }
    }

    private void WriteText(DataNode leaf)
    {
        _text.ResetWrittenCount();
        _json.Reset(_text);
        leaf.Write(_json);
        _json.Flush();
        output.Write7BitEncodedInt(_text.WrittenCount);
        output.Write(_text.WrittenSpan);
    }
}
