using System.Collections.Immutable;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.State;

/// <summary>Policies and data that were complete together.</summary>
/// <param name="Policies">The policies that were in force.</param>
/// <param name="Data">The data.</param>
/// <param name="PolicySetDigest">The digest of the policies, as in the audit log.</param>
internal sealed record KnownSet(ImmutableArray<KnownPolicy> Policies, DataTree Data, string PolicySetDigest);

/// <summary>A policy that was in force.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Its text.</param>
/// <param name="Tests">The text of its tests.</param>
/// <param name="Owner">The source that wrote it.</param>
internal sealed record KnownPolicy(string Id, string Source, string? Tests, string? Owner);
