using System.Text.Json;

namespace Argos.Rules.Contracts.Decisions;

/// <summary>What a decision read, so that it can be made again; for the audit log only. It holds no secret and no signature.</summary>
internal interface IDecisionEvidence
{
    /// <summary>About how many bytes it keeps in memory.</summary>
    long Bytes { get; }

    /// <summary>Writes it as one JSON value.</summary>
    void Write(Utf8JsonWriter json);
}
