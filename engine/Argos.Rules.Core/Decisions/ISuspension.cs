using Argos.Rules.Core.Policies;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>Learns how policies end, and may keep one from being run.</summary>
internal interface ISuspension
{
    /// <summary>Why a policy is not to be run; <see langword="null"/> when it is.</summary>
    string? Refusal(ActivePolicy policy, PolicyInput input);

    /// <summary>The policy used up its budget.</summary>
    void Exhausted(ActivePolicy policy, PolicyInput input);

    /// <summary>The policy came to an end by itself, whatever it said.</summary>
    void Completed(ActivePolicy policy, PolicyInput input);
}
