namespace Argos.Rules.Engine.Policies.Providers;

/// <summary>What is wrong with the settings document of a provider.</summary>
/// <param name="Code">The stable code with which it refuses.</param>
/// <param name="Detail">What is wrong and what to do, on one line.</param>
/// <param name="Policy">The id of the policy for which it is wrong; <see langword="null"/> when it is for all of the provider.</param>
internal sealed record SettingsProblem(string Code, string Detail, string? Policy = null)
{
    /// <summary>There is no document, and a policy needs one.</summary>
    public const string UnknownCode = "provider-unknown";

    /// <summary>A needed setting is not there, or empty.</summary>
    public const string MissingCode = "settings-missing";

    /// <summary>A setting is unknown, or its value is not what the policy declares.</summary>
    public const string InvalidCode = "settings-invalid";

    /// <summary>The member that is wrong, with a dot before a member of it; <see langword="null"/> when it is the document.</summary>
    public string? Setting { get; init; }

    /// <summary>The known name that an unknown one may have been meant to be.</summary>
    public string? Nearest { get; init; }
}
