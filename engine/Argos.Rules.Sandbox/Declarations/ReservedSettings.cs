namespace Argos.Rules.Sandbox.Declarations;

/// <summary>What has a meaning of the engine's own in a settings document.</summary>
internal static class ReservedSettings
{
    /// <summary>Names of policies that apply to the provider too, whatever their own <c>providers</c> say.</summary>
    public const string Policies = "policies";

    /// <summary>The place of a JSON Schema, for editors.</summary>
    public const string Schema = "$schema";

    /// <summary>The word for the region at the end of a provider's name.</summary>
    public const string ProviderRegion = "provider-region";

    /// <summary>Whether a policy cannot declare a setting of this name.</summary>
    public static bool Contains(string name) => name is Policies or Schema;
}
