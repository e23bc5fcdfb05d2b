namespace Argos.Rules.Contracts.Language;

/// <summary>The rules for the names of a certificate request: instance id, DNS names, URIs, host name; and the mapping of namespaces to domains.</summary>
public sealed class NameRules
{
    private readonly PolicyInput _input;
    private readonly PolicySettings _settings;

    /// <summary>Makes the rules for one decision.</summary>
    public NameRules(PolicyInput input, PolicySettings settings)
    {
        _input = input;
        _settings = settings;
    }
}
