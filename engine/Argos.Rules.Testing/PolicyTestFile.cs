using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Testing;

/// <summary>A tests file, read: the world that all cases share, and the cases.</summary>
/// <param name="World">The members <c>now</c>, <c>settings</c>, <c>pods</c>, <c>data</c>, <c>facts</c> and <c>input</c>; each case lays its changes over a copy.</param>
/// <param name="Keys">The key pairs to generate, by name.</param>
/// <param name="Cases">The cases.</param>
internal sealed record PolicyTestFile(JsonObject World, ImmutableDictionary<string, TestKeySpec> Keys, ImmutableArray<PolicyTestCase> Cases)
{
    /// <summary>The fields of pods that mgmt is told to replicate beyond those that it always does (<c>Source:ExtraPodFields</c>).</summary>
    public ImmutableArray<string> ExtraPodFields { get; init; } = [];

    /// <summary>The signers of identity documents to generate, by name.</summary>
    public ImmutableDictionary<string, TestCertificateSpec> Certificates { get; init; } = ImmutableDictionary<string, TestCertificateSpec>.Empty;
}

/// <summary>A key pair with a certificate that signs identity documents.</summary>
/// <param name="Name">The name in it; two of one name have the same issuer and serial number.</param>
/// <param name="IsDsa">DSA 1024 (with SHA-1) instead of RSA 2048 (with SHA-256).</param>
/// <param name="Region">The region it is pinned for, or <c>default</c>.</param>
/// <param name="Pinned">Whether it stands in <c>aws/public-certs</c>.</param>
internal sealed record TestCertificateSpec(string Name, bool IsDsa, string Region, bool Pinned);

/// <summary>A key pair that signs tokens.</summary>
/// <param name="KeyId">Its <c>kid</c>.</param>
/// <param name="IsEc">EC P-256 (ES256) instead of RSA 2048 (RS256).</param>
/// <param name="Published">Whether it stands in <c>kubernetes/keys</c>.</param>
internal sealed record TestKeySpec(string KeyId, bool IsEc, bool Published);

/// <summary>One case: changes to the world, and what is to come of it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Row">Where it begins.</param>
/// <param name="Col">Where it begins.</param>
/// <param name="Changes">A merge patch (RFC 7396) for the world.</param>
/// <param name="Expected">What is expected.</param>
internal sealed record PolicyTestCase(string Name, int Row, int Col, JsonObject Changes, Expectation Expected);

/// <summary>What a case expects. What it does not say is not compared, but the outcome always is: denied when unsaid.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Codes">All reason codes.</param>
/// <param name="Attributes">All attributes of the answer.</param>
internal sealed record Expectation(DecisionOutcome Outcome, ImmutableArray<string>? Codes, ImmutableSortedDictionary<string, string>? Attributes)
{
    public static Expectation Denied { get; } = new(DecisionOutcome.Denied, null, null);
}
