using System.Collections.Immutable;
using System.Security.Cryptography;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Sandbox;

/// <summary>A policy as the compiler leaves it: bytes only, so that the compiler can live in another process.</summary>
/// <param name="Image">The assembly.</param>
/// <param name="Symbols">Its portable PDB.</param>
internal sealed record CompiledPolicy(ImmutableArray<byte> Image, ImmutableArray<byte> Symbols)
{
    private string? _hash;
    private string? _imageHash;

    /// <summary>SHA-256 of both, lower-case hex.</summary>
    public string Hash => _hash ??= HashOf();

    /// <summary>How many bytes both are.</summary>
    public int Bytes => Image.Length + Symbols.Length;

    /// <summary>SHA-256 of the assembly, lower-case hex: what really decides, whatever the text says.</summary>
    public string ImageHash => _imageHash ??= Convert.ToHexStringLower(SHA256.HashData(Image.AsSpan()));

    /// <summary>The places that a traced policy reports on, by their numbers; empty for one that decides.</summary>
    public ImmutableArray<TracePoint> Sites { get; init; } = [];

    private string HashOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(Image.Length));
        hash.AppendData(Image.AsSpan());
        hash.AppendData(Symbols.AsSpan());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
