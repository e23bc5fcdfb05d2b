using System.Buffers.Binary;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// What is replicated of a pod, or of an object of another resource: the bytes that are sent. There are tens of thousands, so it is two objects: its fingerprint, its
/// name and its packed JSON lie in one array behind each other, and everything that is asked for is made anew from there.
/// </summary>
internal sealed class ProjectedPod : Stored
{
    private const int FingerprintBytes = 16;
    private const int Head = FingerprintBytes + sizeof(ushort);

    private readonly Place _place;
    private readonly byte[] _bytes;

    /// <param name="place">Its collection and namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="json">The projection.</param>
    /// <param name="comparable">The projection without what changes by itself.</param>
    public ProjectedPod(Place place, string name, byte[] json, ReadOnlySpan<byte> comparable)
        : this(place, SetDigest.HashOf("", comparable), Encoding.UTF8.GetBytes(name), json)
    {
    }

    private ProjectedPod(Place place, UInt128 fingerprint, ReadOnlySpan<byte> text, byte[] json)
    {
        _place = place;
        var packed = CompactJson.Pack(json, text, place.Table);
        _bytes = new byte[Head + text.Length + packed.Length];
        BinaryPrimitives.WriteUInt128LittleEndian(_bytes, fingerprint);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(FingerprintBytes), checked((ushort)text.Length));
        text.CopyTo(_bytes.AsSpan(Head));
        packed.CopyTo(_bytes, Head + text.Length);
    }

    public override ObjectName Name => new(_place.Namespace, Encoding.UTF8.GetString(NameBytes));

    /// <summary>Canonical JSON, made anew at each call: it is needed once for each change.</summary>
    public byte[] Json => CompactJson.Unpack(Packed, NameBytes, _place.Table);

    /// <summary>The length of <see cref="Json"/>.</summary>
    public int Size => CompactJson.SizeOf(Packed, NameBytes, _place.Table);

    public override UInt128 Fingerprint => BinaryPrimitives.ReadUInt128LittleEndian(_bytes);

    public override int Generation => _place.Table.Generation;

    public override Stored Renewed() => new ProjectedPod(StringTable.Current.PlaceOf(_place.Root, _place.Namespace), Fingerprint, NameBytes, Json);

    public override UInt128 Member => SetDigest.HashOf($"{_place.Root}/{Name}", Json);

    public override int NameHash
    {
        get
        {
            Span<char> text = stackalloc char[256];
            return NameBytes.Length > text.Length ? base.NameHash : ObjectName.HashOf(_place.Namespace, text[..Encoding.UTF8.GetChars(NameBytes, text)]);
        }
    }

    public override bool IsNamed(ObjectName name) => name.Namespace == _place.Namespace && NameBytes.Length >= name.Name.Length && Name == name;

    private ReadOnlySpan<byte> NameBytes => _bytes.AsSpan(Head, BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(FingerprintBytes)));

    private ReadOnlySpan<byte> Packed => _bytes.AsSpan(Head + NameBytes.Length);
}
