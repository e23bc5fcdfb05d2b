using System.Net;
using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Story;

/// <summary>How one step came out.</summary>
public sealed partial record StoryResult
{
    /// <summary>What was tried.</summary>
    public required string Title { get; init; }

    /// <summary>What ought to come out.</summary>
    public required StoryOutcome Expected { get; init; }

    /// <summary>What came out.</summary>
    public required StoryOutcome Actual { get; init; }

    /// <summary>What is wrong with the certificate; empty when nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The whole message of a refusal.</summary>
    public string Message { get; init; } = "";

    /// <summary>The subject of the certificate.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The names in the certificate.</summary>
    public SubjectNames Names { get; init; } = new();

    /// <summary>When the certificate ends.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>Whether it came out as expected.</summary>
    public bool AsExpected => Expected == Actual && Problem.Length == 0;

    /// <summary>For the messages of tests.</summary>
    public override string ToString() => $"{Title}: expected {Expected}, got {Actual} {Problem}{Message}";

    internal static StoryResult Of(string title, StoryOutcome expected, ZtsReply reply) => new()
    {
        Title = title,
        Expected = expected,
        Actual = new StoryOutcome(reply.Status, Codes().Match(reply.Message) is { Success: true } match ? match.Groups["codes"].Value : ""),
        Message = reply.Message,
        Subject = reply.Certificate?.Subject ?? "",
        Names = reply.Certificate is { } certificate ? SubjectNames.Read(certificate.Extensions) : new SubjectNames(),
        Expiry = reply.Certificate is { } dated ? new DateTimeOffset(dated.NotAfter) : null,
    };

    [GeneratedRegex(@"(?:denied|cannot decide): (?<codes>[a-z0-9, -]+) \(decision ")]
    private static partial Regex Codes();
}

/// <summary>What the agent gets: a status, and the codes of a refusal.</summary>
/// <param name="Status">The status that ZTS answers.</param>
/// <param name="Codes">The engine's codes; empty for a grant.</param>
public sealed record StoryOutcome(HttpStatusCode Status, string Codes)
{
    /// <summary>A first certificate.</summary>
    public static StoryOutcome Granted { get; } = new(HttpStatusCode.Created, "");

    /// <summary>A further certificate.</summary>
    public static StoryOutcome Refreshed { get; } = new(HttpStatusCode.OK, "");

    /// <summary>Checked and refused.</summary>
    public static StoryOutcome Denied(string code) => new(HttpStatusCode.Forbidden, code);

    /// <summary>Cannot be told: the agent may try again.</summary>
    public static StoryOutcome Undecided(string code) => new(HttpStatusCode.GatewayTimeout, code);

    /// <inheritdoc/>
    public override string ToString() => $"{(int)Status} {Codes}".TrimEnd();
}
