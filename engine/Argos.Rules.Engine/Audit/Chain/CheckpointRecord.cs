using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>The chain so far, with the engine's signature when it has a key.</summary>
/// <param name="Previous">The hash of the record before.</param>
/// <param name="Signature">The signature; <see langword="null"/> without a key.</param>
/// <param name="Last">Whether the engine ends after it.</param>
internal sealed record CheckpointRecord(string Previous, AuditSignature? Signature, bool Last) : AuditEntry
{
    /// <summary>Signs the place where the chain is.</summary>
    /// <param name="origin">Whose chain.</param>
    /// <param name="link">The place.</param>
    /// <param name="time">The time.</param>
    /// <param name="signer">Signs.</param>
    /// <param name="last">Whether the engine ends after it.</param>
    public static CheckpointRecord At(AuditOrigin origin, AuditLink link, DateTimeOffset time, IAuditSigner signer, bool last)
    {
        // To the second, so that the text that is signed is the one that stands in the record.
        var whole = DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
        var signature = signer.Sign(CheckpointStatement.Of(origin.Replica, link.Next, link.HeadText, CheckpointStatement.TimeText(whole)));
        return new CheckpointRecord(link.HeadText, signature, last) { Time = whole };
    }

    public override string Type => Last ? AuditTypes.Stop : AuditTypes.Checkpoint;

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("previous"u8, Previous);
        if (Signature is null) return;
        json.WriteString("algorithm"u8, Signature.Algorithm);
        json.WriteString("keySha256"u8, Signature.KeySha256);
        if (Signature.Certificate is { } certificate) json.WriteString("certificate"u8, certificate);
        json.WriteBase64String("signature"u8, Signature.Value);
    }
}
