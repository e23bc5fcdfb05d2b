using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Metadata;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>An image that would take the whole stack of the reader is not read.</summary>
internal sealed class RawCheckTests
{
    private static readonly CompiledPolicy Good = Harness.Compile(
        "foreach (var d in new List<string> { \"a\" }) { if (d == Input.Domain) return Deny(\"x\"); } return Allow();").Policy!;

    [Test]
    public void Compiled_policy_is_sound() => Assert.That(RawCheck.IsSound(Good), Is.True);

    [Test]
    public void Types_that_lie_in_each_other_are_refused()
    {
        byte[] image = [.. Good.Image];
        using var reader = new PEReader(Good.Image);
        var metadata = reader.GetMetadataReader();
        var table = reader.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.TypeRef);
        var size = metadata.GetTableRowSize(TableIndex.TypeRef);
        // The scope of a type is in the first two bytes of its row: the number of the other row, and that it is a type.
        BitConverter.GetBytes((ushort)((2 << 2) | 3)).CopyTo(image, table);
        BitConverter.GetBytes((ushort)((1 << 2) | 3)).CopyTo(image, table + size);
        var circle = new CompiledPolicy([.. image], Good.Symbols);

        Assert.That(RawCheck.IsSound(circle), Is.False);
        Assert.That(ImageGate.Check("p", circle).Single().Code, Is.EqualTo("ARG0402"));
    }

    [TestCase(new byte[] { 0x1D, 0x0E }, true)]
    [TestCase(new byte[] { 0x15, 0x12, 0x05, 0x01, 0x0E }, true)]
    [TestCase(new byte[] { 0x12, 0x06 }, false)]
    [TestCase(new byte[] { 0x15, 0x12, 0x06, 0x01, 0x0E }, false)]
    [TestCase(new byte[] { 0x1D }, false)]
    [TestCase(new byte[] { 0x1B, 0x00 }, false)]
    public void Signature_of_a_type_is_looked_at(byte[] bytes, bool sound) => Assert.That(IsSoundType(bytes), Is.EqualTo(sound));

    [Test]
    public void Signature_that_goes_deep_is_refused() => Assert.That(IsSoundType([.. Enumerable.Repeat((byte)0x1D, 100_000), 0x0E]),
        Is.False);

    private static unsafe bool IsSoundType(byte[] bytes)
    {
        fixed (byte* start = bytes) return SignatureShape.IsSoundType(new BlobReader(start, bytes.Length));
    }
}
