using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>What the engine said to a write that it understood.</summary>
/// <param name="Errors">Why it was refused; empty when it was taken.</param>
internal sealed record PushResult(ImmutableArray<Diagnostic> Errors)
{
    public static readonly PushResult Taken = new([]);

    public bool IsTaken => Errors.IsEmpty;
}

/// <summary>The answer to a declaration.</summary>
/// <param name="Accepted">When the engine holds what was declared.</param>
/// <param name="OutOfSync">Otherwise: what it holds.</param>
internal sealed record DeclarationResponse(SyncAccepted? Accepted, SyncInventory? OutOfSync);
