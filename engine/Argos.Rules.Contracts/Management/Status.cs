using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Management;

/// <summary><c>GET /v1/status</c>.</summary>
public sealed record EngineStatus
{
    /// <summary>This start of the engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>The product's version.</summary>
    public required string Version { get; init; }

    /// <summary>Whether callbacks are decided.</summary>
    public required bool Ready { get; init; }

    /// <summary>Why not; empty when ready.</summary>
    public ImmutableArray<string> NotReadyReasons { get; init; } = [];

    /// <summary>The revision of the current snapshot.</summary>
    public required long Revision { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The policies in force.</summary>
    public ImmutableArray<PolicyStatus> Policies { get; init; } = [];

    /// <summary>The digest of all policies in force, as in the audit log.</summary>
    public string PolicySetDigest { get; init; } = "";

    /// <summary>The digest of all replicated data, likewise.</summary>
    public string DataDigest { get; init; } = "";

    /// <summary>The policies whose last text was refused; what was in force before still is.</summary>
    public ImmutableArray<RefusedPolicyStatus> Refused { get; init; } = [];

    /// <summary>The sources that have declared their set.</summary>
    public ImmutableArray<SourceStatus> Sources { get; init; } = [];

    /// <summary>What is wrong with settings documents, found before any request: requests of these providers are refused. The first thousand.</summary>
    public ImmutableArray<InvalidSetting> InvalidSettings { get; init; } = [];

    /// <summary>The number of replicated pods.</summary>
    public int Pods { get; init; }

    /// <summary>The certificate that callers are shown; <see langword="null"/> while there is none.</summary>
    public CertificateStatus? Certificate { get; init; }

    /// <summary>How much of what is limited is used now.</summary>
    public ImmutableArray<LimitUse> Limits { get; init; } = [];

    /// <summary>What is kept for a restart (`State:Folder`); <see langword="null"/> when nothing is to be.</summary>
    public StateStatus? State { get; init; }

    /// <summary>Settings that an operator should mend, each in one line: that no management token is asked for.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>One policy in force.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">SHA-256 of its source text, lower-case hex.</param>
/// <param name="Title">Its title, from the front matter.</param>
/// <param name="Mode"><c>enforce</c> or <c>shadow</c>.</param>
/// <param name="Providers">The provider globs it applies to.</param>
/// <param name="Source">The source that wrote it; <see langword="null"/> when written by hand.</param>
public sealed record PolicyStatus(string Id, string Hash, string? Title, string Mode, ImmutableArray<string> Providers, string? Source)
{
    /// <summary>For whom it denies without being run, because it keeps using up its budget; <see langword="null"/> when it is not suspended.</summary>
    public SuspensionStatus? Suspended { get; init; }
}

/// <summary>A policy whose last text was refused.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">SHA-256 of the text that was refused, lower-case hex.</param>
/// <param name="Stage"><c>compile</c>, <c>tests</c>, <c>limits</c> or <c>load</c>.</param>
/// <param name="At">When.</param>
/// <param name="Source">The source that sent it; <see langword="null"/> when it was sent by hand.</param>
/// <param name="Problems">Why; the first when there are many.</param>
public sealed record RefusedPolicyStatus(string Id, string Hash, string Stage, DateTimeOffset At, string? Source, ImmutableArray<string> Problems);

/// <summary>For whom a policy is suspended.</summary>
/// <param name="Whole">For everyone.</param>
/// <param name="Callers">The number of callers for which it is.</param>
public sealed record SuspensionStatus(bool Whole, int Callers);

/// <summary>One source of policies and data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Complete">Whether its last declaration agreed with what the engine held.</param>
/// <param name="Generation">The generation it declared last.</param>
/// <param name="AgeSeconds">Time since that declaration.</param>
public sealed record SourceStatus(string Name, bool Complete, long Generation, double AgeSeconds)
{
    /// <summary>Why it is not complete; <see langword="null"/> when it is.</summary>
    public string? Incomplete { get; init; }

    /// <summary>How old its set is: the time since its origin was heard last; <see langword="null"/> when its set was never complete.</summary>
    public double? CompleteAgeSeconds { get; init; }

    /// <summary>Whether this is what an earlier start of the engine knew, and the source has not declared anything to this one yet.</summary>
    public bool Restored { get; init; }
}

/// <summary>A certificate.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Sha256">SHA-256 of it, lower-case hex, as in the audit log.</param>
/// <param name="NotAfter">When it expires.</param>
public sealed record CertificateStatus(string Subject, string Sha256, DateTimeOffset NotAfter);

/// <summary>How much of a limit is used.</summary>
/// <param name="Setting">The setting that says how much there is.</param>
/// <param name="Used">How much is used.</param>
/// <param name="Maximum">How much there is.</param>
public sealed record LimitUse(string Setting, long Used, long Maximum);

/// <summary>The set that is kept for a restart.</summary>
/// <param name="SavedAt">When the sources were last written down with it; <see langword="null"/> when this start has not done so.</param>
/// <param name="SavedRevision">The revision of the set that is kept.</param>
/// <param name="RestoredAt">When this start took over what an earlier one has kept; <see langword="null"/> when it began with nothing.</param>
/// <param name="Problem">Why nothing can be kept, or why what was kept could not be used; <see langword="null"/> when all is well.</param>
public sealed record StateStatus(DateTimeOffset? SavedAt, long? SavedRevision, DateTimeOffset? RestoredAt, string? Problem);
