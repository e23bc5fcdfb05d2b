using System.Buffers.Binary;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// What is replicated of a pod, or of an object of another resource: the bytes that are sent. There are tens of thousands, so it is two objects: its fingerprint, its
/// name and its packed JSON lie in one array behind each other, and everything that is asked for is made again from there.
/// </summary>
internal sealed class ProjectedObject : CachedObject
{
    private const int FingerprintBytes = 16;
    private const int Head = FingerprintBytes + sizeof(ushort);

    private readonly NamespaceKey _namespaceKey;
    private readonly byte[] _bytes;

    /// <param name="key">Its collection and namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="json">The projection.</param>
    /// <param name="comparable">The projection without what changes by itself.</param>
    public ProjectedObject(NamespaceKey key, string name, byte[] json, ReadOnlySpan<byte> comparable)
        : this(key, SetDigest.HashOf("", comparable), Encoding.UTF8.GetBytes(name), json)
    {
    }

    private ProjectedObject(NamespaceKey key, UInt128 fingerprint, ReadOnlySpan<byte> text, byte[] json)
    {
        _namespaceKey = key;
        var packed = PackedJson.Pack(json, text, key.Table);
        _bytes = new byte[Head + text.Length + packed.Length];
        BinaryPrimitives.WriteUInt128LittleEndian(_bytes, fingerprint);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(FingerprintBytes), checked((ushort)text.Length));
        text.CopyTo(_bytes.AsSpan(Head));
        packed.CopyTo(_bytes, Head + text.Length);
    }

    public override ObjectName Name => new(_namespaceKey.Namespace, Encoding.UTF8.GetString(NameBytes));

    /// <summary>Canonical JSON, made again at each call: it is needed once for each change.</summary>
    public byte[] Json => PackedJson.Unpack(Packed, NameBytes, _namespaceKey.Table);

    /// <summary>The length of <see cref="Json"/>.</summary>
    public int Size => PackedJson.SizeOf(Packed, NameBytes, _namespaceKey.Table);

    public override UInt128 Fingerprint => BinaryPrimitives.ReadUInt128LittleEndian(_bytes);

    public override int Generation => _namespaceKey.Table.Generation;

    public override CachedObject Renewed() =>
        new ProjectedObject(StringTable.Current.KeyOf(_namespaceKey.Root, _namespaceKey.Namespace), Fingerprint, NameBytes, Json);

    public override UInt128 Member => SetDigest.HashOf($"{_namespaceKey.Root}/{Name}", Json);

    public override int NameHash
    {
        get
        {
            Span<char> text = stackalloc char[256];
            return NameBytes.Length > text.Length
                ? base.NameHash
                : ObjectName.HashOf(_namespaceKey.Namespace, text[..Encoding.UTF8.GetChars(NameBytes, text)]);
        }
    }

    public override bool IsNamed(ObjectName name) =>
        name.Namespace == _namespaceKey.Namespace && NameBytes.Length >= name.Name.Length && Name == name;

    private ReadOnlySpan<byte> NameBytes => _bytes.AsSpan(Head, BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(FingerprintBytes)));

    private ReadOnlySpan<byte> Packed => _bytes.AsSpan(Head + NameBytes.Length);
}
