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

    /// <summary>The sources that have declared their set.</summary>
    public ImmutableArray<SourceStatus> Sources { get; init; } = [];

    /// <summary>The number of replicated pods.</summary>
    public int Pods { get; init; }

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

/// <summary>For whom a policy is suspended.</summary>
/// <param name="Whole">For everyone.</param>
/// <param name="Callers">The number of callers for which it is.</param>
public sealed record SuspensionStatus(bool Whole, int Callers);

/// <summary>One source of policies and data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Complete">Whether its last declaration agreed with what the engine held.</param>
/// <param name="Generation">The generation it declared last.</param>
/// <param name="AgeSeconds">Time since that declaration.</param>
public sealed record SourceStatus(string Name, bool Complete, long Generation, double AgeSeconds);
