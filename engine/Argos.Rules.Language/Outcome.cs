using System.Collections.Immutable;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>What a policy returns: made by <c>Allow</c>, <c>Deny</c> and <c>Wait</c>. A refusal is a value, never an exception.</summary>
public abstract record Outcome : IComparedByContent
{
    private Outcome()
    {
    }

    long IComparedByContent.Characters => this switch
    {
        Denied denied => denied.Code.Length + (denied.Detail?.Length ?? 0),
        Waiting waiting => waiting.Key.Length + waiting.Code.Length,
        _ => 0,
    };

    /// <summary>The policy has no objection.</summary>
    /// <param name="Attributes">Directives for ZTS, by the names it takes back.</param>
    public sealed record Allowed(ImmutableSortedDictionary<string, string> Attributes) : Outcome;

    /// <summary>The policy refuses.</summary>
    /// <param name="Code">A stable kebab-case word; the only part ZTS's caller sees.</param>
    /// <param name="Detail">What was found, for the audit log only.</param>
    public sealed record Denied(string Code, string? Detail) : Outcome;

    /// <summary>The policy cannot tell until something arrives.</summary>
    /// <param name="Key">The data path to wait for.</param>
    /// <param name="Code">A stable kebab-case word for what is missing.</param>
    public sealed record Waiting(string Key, string Code) : Outcome
    {
        /// <summary>The fact to wait for instead of a data path.</summary>
        internal FactRequest? Fact { get; init; }
    }
}
