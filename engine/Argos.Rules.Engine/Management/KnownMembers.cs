using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// Finds members of a request that nothing reads: what a person mistypes must not silently leave its default in force. ZTS's own calls
/// are another matter: what it adds is ignored there.
/// </summary>
internal static class KnownMembers
{
    private const int MaximumShown = 40;

    private static readonly ImmutableArray<string> OfDryRun = [.. ContractsJson.Default.DryRunRequest.Properties.Select(static p => p.Name)];

    private static readonly ImmutableArray<string> OfDecision = ["input", "operation"];

    private static readonly ImmutableArray<string> OfInput = ["provider", "domain", "service", "attestationData", "attributes"];

    /// <summary>What is wrong with the members of a dry run and of its confirmation; <see langword="null"/> when nothing is.</summary>
    public static string? DryRunProblem(JsonElement body) => Problem(body, OfDryRun, "a dry run") ?? InputProblem(body);

    /// <summary>The same of a question for a decision.</summary>
    public static string? DecisionProblem(JsonElement body) => Problem(body, OfDecision, "the request");

    private static string? InputProblem(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("input", out var input) ? Problem(input, OfInput, "`input`, a confirmation") : null;

    private static string? Problem(JsonElement body, ImmutableArray<string> known, string what)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in body.EnumerateObject())
        {
            if (known.Contains(member.Name)) continue;
            // Not a long or strange one: it may be anything.
            var shown = member.Name.Length <= MaximumShown && member.Name.All(static c => c is > ' ' and < '\x7f' and not '`');
            var meant = shown ? Suggestions.Nearest(member.Name, known) : null;
            return (shown ? $"`{member.Name}` is" : "there is a member that is") + $" not a member of {what}"
                + (meant is null ? $": there are `{string.Join("`, `", known)}`" : $": did you mean `{meant}`?");
        }
        return null;
    }
}
