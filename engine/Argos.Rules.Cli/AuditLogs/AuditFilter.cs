using System.CommandLine;
using System.IO.Enumeration;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Which records are wanted.</summary>
internal sealed class AuditFilter
{
    private readonly Option<string?> _since = new("--since") { Description = "Records of this time and later, for example 2026-03-01T14:00Z." };
    private readonly Option<string?> _until = new("--until") { Description = "Records before this time." };
    private readonly Option<string?> _identity = new("--identity") { Description = "The identity, `domain.service`; `*` stands for any text." };
    private readonly Option<string?> _provider = new("--provider") { Description = "The provider, likewise." };
    private readonly Option<string?> _instance = new("--instance") { Description = "The instance id, likewise." };
    private readonly Option<string?> _outcome = new("--outcome") { Description = "allowed, denied, undecided, malformed or shadow." };
    private readonly Option<string?> _code = new("--code") { Description = "A reason code." };
    private readonly Option<string?> _policy = new("--policy") { Description = "A policy that was asked or changed: its id (with `*`), or the beginning of its SHA-256." };
    private readonly Option<string?> _decision = new("--decision") { Description = "The id of a decision." };
    private readonly Option<string[]> _types = new("--type") { Description = "decision, shadow, change, start, gap, checkpoint or stop; several times. Without it all but the chain's own." };

    public IEnumerable<Option> Options => [_since, _until, _identity, _provider, _instance, _outcome, _code, _policy, _decision, _types];

    /// <summary>What the command line asks for.</summary>
    public Query Of(ParseResult parsed)
    {
        return new Query
        {
            Since = AuditTime.Read("--since", parsed.GetValue(_since)),
            Until = AuditTime.Read("--until", parsed.GetValue(_until)),
            Identity = parsed.GetValue(_identity),
            Provider = parsed.GetValue(_provider),
            Instance = parsed.GetValue(_instance),
            Outcome = parsed.GetValue(_outcome),
            Code = parsed.GetValue(_code),
            Policy = parsed.GetValue(_policy),
            Decision = parsed.GetValue(_decision),
            Types = parsed.GetValue(_types) is { Length: > 0 } types ? types : Query.Usual,
        };
    }

    /// <summary>What is asked for.</summary>
    internal sealed record Query
    {
        public static readonly string[] Usual = [AuditTypes.Decision, AuditTypes.Shadow, AuditTypes.Change, AuditTypes.Gap];

        public DateTimeOffset? Since { get; init; }

        public DateTimeOffset? Until { get; init; }

        public string? Identity { get; init; }

        public string? Provider { get; init; }

        public string? Instance { get; init; }

        public string? Outcome { get; init; }

        public string? Code { get; init; }

        public string? Policy { get; init; }

        public string? Decision { get; init; }

        public IReadOnlyList<string> Types { get; init; } = Usual;

        /// <summary>Whether a record can fit, as far as its first members say: most are told apart here without reading the rest.</summary>
        public bool MayFit(AuditHeader header) => Types.Contains(header.Type) && (Since is null || header.Time >= Since) && (Until is null || header.Time < Until);

        public bool Fits(AuditEvent record) =>
            MayFit(record.Header)
            && Like(Identity, record.Identity) && Like(Provider, record.Provider) && Like(Instance, record.InstanceId)
            && (Outcome is null || record.Outcome == Outcome) && (Decision is null || record.DecisionId == Decision)
            && (Code is null || record.Codes.Contains(Code) || record.Policies.Any(policy => AuditEvent.TextOf(policy, "code") == Code))
            && (Policy is null || IsOfPolicy(record, Policy));

        private static bool IsOfPolicy(AuditEvent record, string policy) =>
            record.Policies.Any(p => Like(policy, AuditEvent.TextOf(p, "policy")) || IsHash(policy, AuditEvent.TextOf(p, "hash")))
            || (record.Type == AuditTypes.Change && (Like(policy, record.Text("subject")) || IsHash(policy, record.Text("after")) || IsHash(policy, record.Text("before"))));

        private static bool IsHash(string wanted, string hash) => wanted.Length >= 8 && hash.StartsWith(wanted, StringComparison.Ordinal);

        private static bool Like(string? wanted, string text) => wanted is null || FileSystemName.MatchesSimpleExpression(wanted, text, ignoreCase: false);
    }
}
