using System.Reflection.Metadata;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Looks at the raw bytes of a signature: its types lie in each other only so deep, and in no circle.</summary>
internal static class SignatureShape
{
    private const int MaximumDepth = 80;

    private const byte Field = 0x06;
    private const byte Locals = 0x07;
    private const byte Arguments = 0x0A;
    private const byte Generic = 0x10;

    public static bool IsSound(BlobReader blob)
    {
        try
        {
            Read(ref blob);
            return blob.RemainingBytes == 0;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>As <see cref="IsSound"/>, for a type that stands alone.</summary>
    public static bool IsSoundType(BlobReader blob)
    {
        try
        {
            Type(ref blob, 0);
            return blob.RemainingBytes == 0;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static void Read(ref BlobReader blob)
    {
        var header = blob.ReadByte();
        if (header == Field)
        {
            Type(ref blob, 0);
        }
        else if (header is Locals or Arguments)
        {
            Types(ref blob, blob.ReadCompressedInteger(), 0);
        }
        else
        {
            if ((header & Generic) != 0) blob.ReadCompressedInteger();
            Types(ref blob, 1 + blob.ReadCompressedInteger(), 0);
        }
    }

    private static void Types(ref BlobReader blob, int count, int depth)
    {
        for (var i = 0; i < count; i++) Type(ref blob, depth);
    }

    private static void Type(ref BlobReader blob, int depth)
    {
        if (depth > MaximumDepth) throw new BadImageFormatException("types lie too deep in each other");
        switch (blob.ReadByte())
        {
            case (>= 0x01 and <= 0x0E) or 0x16 or 0x18 or 0x19 or 0x1C:
                break;
            case 0x0F or 0x10 or 0x1D or 0x41 or 0x45:
                Type(ref blob, depth + 1);
                break;
            case 0x11 or 0x12:
                Named(ref blob);
                break;
            case 0x13 or 0x1E:
                blob.ReadCompressedInteger();
                break;
            case 0x14:
                Type(ref blob, depth + 1);
                blob.ReadCompressedInteger();
                for (var i = blob.ReadCompressedInteger(); i > 0; i--) blob.ReadCompressedInteger();
                for (var i = blob.ReadCompressedInteger(); i > 0; i--) blob.ReadCompressedSignedInteger();
                break;
            case 0x15:
                blob.ReadByte();
                Named(ref blob);
                Types(ref blob, blob.ReadCompressedInteger(), depth + 1);
                break;
            case 0x1F or 0x20:
                Named(ref blob);
                Type(ref blob, depth + 1);
                break;
            default:
                throw new BadImageFormatException("a type is of an unknown form");
        }
    }

    /// <summary>A definition or a reference; a specification here could lead back to this signature.</summary>
    private static void Named(ref BlobReader blob)
    {
        if ((blob.ReadCompressedInteger() & 3) > 1) throw new BadImageFormatException("a type is named by a specification");
    }
}
