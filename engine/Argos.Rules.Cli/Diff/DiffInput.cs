using Argos.Rules.Cli.Testing;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Facts;

namespace Argos.Rules.Cli.Diff;

/// <summary>One question to both policies: a confirmation and all that a decision depends on.</summary>
/// <param name="Case">The case of a tests file that it was made from.</param>
/// <param name="Confirmation">What ZTS asks.</param>
/// <param name="Operation">Register or refresh.</param>
/// <param name="Now">The time.</param>
/// <param name="Data">The data tree.</param>
/// <param name="Facts">What the network would say.</param>
/// <param name="Proof">The case whose attestation it has; <see langword="null"/> when it has none, or one that was changed.</param>
internal sealed record DiffInput(string Case, InstanceConfirmation Confirmation, InstanceOperation Operation, DateTimeOffset Now,
    DataTree Data, StaticFacts Facts, string? Proof)
{
    /// <summary>The worlds of the cases of a tests file, as questions.</summary>
    public static IEnumerable<DiffInput> Of(PreparedTests tests) => tests.Cases.Select(static c => new DiffInput(
        c.Case.Name, c.World.Confirmation, c.World.Operation, c.World.Now, c.World.Data, c.World.Facts, c.World.Confirmation.AttestationData is null ? null : c.Case.Name));

    public DiffInput WithDomain(string domain) =>
        With(new InstanceConfirmation(Confirmation.Provider, domain, Confirmation.Service, Confirmation.AttestationData,
        Confirmation.Attributes));

    public DiffInput WithService(string service) =>
        With(new InstanceConfirmation(Confirmation.Provider, Confirmation.Domain, service, Confirmation.AttestationData,
        Confirmation.Attributes));

    public DiffInput WithProvider(string provider) =>
        With(new InstanceConfirmation(provider, Confirmation.Domain, Confirmation.Service, Confirmation.AttestationData,
        Confirmation.Attributes));

    public DiffInput WithAttestation(string? attestation, string? proof) =>
        With(new InstanceConfirmation(Confirmation.Provider, Confirmation.Domain, Confirmation.Service, attestation,
            Confirmation.Attributes)) with
        { Proof = proof };

    /// <summary>With an attribute; without it when there is no value.</summary>
    public DiffInput WithAttribute(string name, string? value) => With(new InstanceConfirmation(
        Confirmation.Provider, Confirmation.Domain, Confirmation.Service, Confirmation.AttestationData,
        value is null ? Confirmation.Attributes.Remove(name) : Confirmation.Attributes.SetItem(name, value)));

    private DiffInput With(InstanceConfirmation confirmation) => this with { Confirmation = confirmation };
}
