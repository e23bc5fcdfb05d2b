using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Canaries;

/// <summary>Reads the cases.</summary>
internal static class CanaryFile
{
    private const int MaximumBytes = 1 << 20;
    private const int MaximumCases = 16;
    private const int MaximumName = 64;

    /// <summary>The cases; <see langword="null"/> when the file cannot be used.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">Why not.</param>
    public static ImmutableArray<CanaryCase>? TryRead(string file, out string problem)
    {
        problem = "";
        try
        {
            if (new FileInfo(file).Length > MaximumBytes) throw new InvalidDataException($"is larger than {MaximumBytes} bytes");
            var cases = JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("cases").EnumerateArray().Select(Read).ToImmutableArray();
            if (cases.Length is 0 or > MaximumCases) throw new InvalidDataException($"must have 1 to {MaximumCases} cases");
            if (cases.DistinctBy(static c => c.Name).Count() < cases.Length) throw new InvalidDataException("has two cases of one name");
            return cases;
        }
        catch (InvalidDataException wrong)
        {
            problem = wrong.Message;
        }
        // What these say may quote the file, which can hold a token.
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            problem = "must be `{\"cases\": [{\"name\": \"...\", \"expect\": \"allowed\" or \"denied\", \"request\": {\"input\": ...}}]}`";
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot be read ({wrong.GetType().Name})";
        }
        return null;
    }

    private static CanaryCase Read(JsonElement json)
    {
        if (json.GetProperty("name").GetString() is not { Length: > 0 and <= MaximumName } name) throw new InvalidDataException($"has a case whose name has not 1 to {MaximumName} characters");
        DecisionOutcome expected = json.GetProperty("expect").GetString() switch
        {
            "allowed" => DecisionOutcome.Allowed,
            "denied" => DecisionOutcome.Denied,
            _ => throw new InvalidDataException($"has the case `{name}`, whose `expect` is neither `allowed` nor `denied`"),
        };
        var request = json.GetProperty("request").Deserialize(ContractsJson.Default.DryRunRequest) ?? throw new InvalidDataException($"has the case `{name}` without a request");
        return new CanaryCase(name, expected, request);
    }
}
