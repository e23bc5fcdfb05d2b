using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Mgmt.Annotations;

/// <summary>What became of one key of a ConfigMap.</summary>
/// <param name="State">One of <see cref="KeyStates"/>.</param>
/// <param name="Hash">The content hash of the key's text; left out when there is none.</param>
/// <param name="Active">The hash of an earlier text that is in force instead.</param>
/// <param name="Errors">The first errors.</param>
internal sealed record KeyStatus(string State, string? Hash, string? Active = null, ImmutableArray<Diagnostic>? Errors = null)
{
    /// <summary>Whether some text of the key is in force, or should be.</summary>
    [JsonIgnore]
    public bool CountsAsActive => State is KeyStates.Active or KeyStates.Missing or KeyStates.Refused || Active is not null;
}

/// <summary>The states of a key, and (the first two) of a replica.</summary>
internal static class KeyStates
{
    /// <summary>In force.</summary>
    public const string Active = "active";

    /// <summary>Refused; an earlier text may be in force.</summary>
    public const string Error = "error";

    /// <summary>Settings that are in force and that policies refuse: so are all requests of the provider.</summary>
    public const string Refused = "refused";

    /// <summary>Was in force, and no text of it can be activated now: the engine is not ready.</summary>
    public const string Missing = "missing";
}

/// <summary>What one replica says about a ConfigMap.</summary>
/// <param name="State"><c>active</c> when every key is, else <c>error</c>.</param>
/// <param name="Keys">By key.</param>
internal sealed record ReplicaStatus(string State, ImmutableSortedDictionary<string, KeyStatus> Keys);
