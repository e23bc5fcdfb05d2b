namespace Argos.Rules.Contracts.Management;

/// <summary>Something that is wrong with a settings document. Until it is mended, requests of its provider are refused with the code.</summary>
/// <param name="Path">Where the document is in the data tree: <c>providers/k8s.cluster1.identityd</c>.</param>
/// <param name="Code">The code: <c>settings-invalid</c>, <c>settings-missing</c>, or <c>no-policy-applies</c> when it is for no policy.</param>
/// <param name="Message">What is wrong and what to do, on one line.</param>
public sealed record InvalidSetting(string Path, string Code, string Message)
{
    /// <summary>The policy that refuses; <see langword="null"/> when all of the provider do.</summary>
    public string? Policy { get; init; }

    /// <summary>The member that is wrong, with a dot before a member of it; <see langword="null"/> when it is the document.</summary>
    public string? Setting { get; init; }

    /// <summary>The known name that an unknown one may have been meant to be.</summary>
    public string? Nearest { get; init; }
}
