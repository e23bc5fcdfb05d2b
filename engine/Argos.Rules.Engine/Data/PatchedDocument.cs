using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Data;

/// <summary>
/// A large document of which some members were written, added or removed since: the document as it was sent, and these members beside it.
/// A change costs as much as its member, whatever the size of the rest.
/// </summary>
internal sealed class PatchedDocument : DataNode
{
    private static readonly ImmutableSortedDictionary<string, DataNode?> None = ImmutableSortedDictionary.Create<string, DataNode?>(StringComparer.Ordinal);

    // Nothing stands for a member of the document that is removed.
    private readonly ImmutableSortedDictionary<string, DataNode?> _members;
    private StrongBox<JsonElement>? _read;

    public PatchedDocument(JsonLeaf document)
        : this(document, None, document.Digest)
    {
    }

    private PatchedDocument(JsonLeaf document, ImmutableSortedDictionary<string, DataNode?> members, SetDigest digest) => (Document, _members, Digest) = (document, members, digest);

    /// <summary>The document as it was sent: what it says of a member counts unless <see cref="TryFind"/> knows better.</summary>
    public JsonLeaf Document { get; }

    /// <summary>The digest of the document as it was sent, with each change as a further member.</summary>
    public override SetDigest Digest { get; }

    /// <summary>Finds a member that was changed; nothing when it was removed.</summary>
    public bool TryFind(string name, out DataNode? member) => _members.TryGetValue(name, out member);

    /// <summary>The member as it is now, also when it has not been changed; nothing when there is none.</summary>
    /// <param name="path">Its place.</param>
    public DataNode? Find(DataPath path)
    {
        var name = path.Segments[^1];
        if (_members.TryGetValue(name, out var member)) return member;
        return Document.TryMember(name, out var value) ? JsonLeaf.At(path, value) : null;
    }

    public PatchedDocument With(DataPath path, DataNode member) => Changed(path, member, member.Digest);

    public PatchedDocument Without(DataPath path)
    {
        var name = path.Segments[^1];
        if (Document.HasMember(name)) return Changed(path, null, Removal(path));
        return _members.TryGetValue(name, out var old) && old is not null ? new PatchedDocument(Document, _members.Remove(name), Digest.Remove(old.Digest)) : this;
    }

    public override JsonElement Read() => (_read ??= new StrongBox<JsonElement>(Peek())).Value;

    public override JsonElement Peek()
    {
        var buffer = new ArrayBufferWriter<byte>(Document.Length);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) Write(writer);
        return JsonText.Parse(buffer.WrittenSpan);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Document.WriteMembers(writer, _members);
        foreach (var (name, member) in _members)
        {
            if (member is null) continue;
            writer.WritePropertyName(name);
            member.Write(writer);
        }
        writer.WriteEndObject();
    }

    private PatchedDocument Changed(DataPath path, DataNode? member, SetDigest digest)
    {
        var name = path.Segments[^1];
        var others = _members.TryGetValue(name, out var old) ? Digest.Remove(old?.Digest ?? Removal(path)) : Digest;
        return new PatchedDocument(Document, _members.SetItem(name, member), others.Add(digest));
    }

    private static SetDigest Removal(DataPath path) => new(1, SetDigest.HashOf(path.ToString(), []));
}
