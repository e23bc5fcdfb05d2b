using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Sandbox.Loading;

namespace Argos.Rules.Core.Policies;

/// <summary>A policy that compiled and is loaded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Its source text.</param>
/// <param name="ContentHash">SHA-256 of the UTF-8 source text, lower-case hex.</param>
/// <param name="FrontMatter">Title, providers, mode.</param>
/// <param name="Evaluate">Runs it once.</param>
/// <param name="Owner">The sync source that wrote it; <see langword="null"/> when written by hand.</param>
internal sealed record ActivePolicy(
    string Id,
    string Source,
    string ContentHash,
    FrontMatter FrontMatter,
    Func<PolicyContext, Outcome> Evaluate,
    string? Owner)
{
    /// <summary>SHA-256 of the compiled image, lower-case hex; empty where nothing is recorded.</summary>
    public string ImageHash { get; init; } = "";

    /// <summary>What stands for the code of a policy that is not loaded in this process. It fails, which denies.</summary>
    public static readonly Func<PolicyContext, Outcome> NotLoaded = static _ => throw new PolicyFaultException("the policy is not loaded in this process");

    /// <summary>Whether it can be run in this process.</summary>
    public bool IsLoaded => Evaluate != NotLoaded;

    /// <summary>The text of the tests that it passed before it was put into force; <see langword="null"/> when it has none.</summary>
    public string? Tests { get; init; }

    /// <summary>The image that it was loaded from, unmetered; <see langword="null"/> for one that was not compiled here.</summary>
    public CompiledPolicy? Compiled { get; init; }

    /// <summary>What it takes of the room for policies: texts as they are held, and the image.</summary>
    public long Bytes => (2L * (Source.Length + (Tests?.Length ?? 0))) + (Compiled?.Bytes ?? 0);

    /// <summary>What is known of budgets that it used up. A copy of this policy shares it; another text has its own.</summary>
    public PolicyBreakers Breakers { get; init; } = new();
}
