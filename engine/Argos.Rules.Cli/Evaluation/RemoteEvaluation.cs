using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>Dry runs in a running engine: over its live policies and data.</summary>
internal static class RemoteEvaluation
{
    public static async Task<DryRunResult> RunAsync(DryRunRequest request, EngineClient engine, CancellationToken cancellation)
    {
        using var content = new StringContent(JsonSerializer.Serialize(request, ContractsJson.Default.DryRunRequest), Encoding.UTF8, "application/json");
        var response = await engine.SendAsync(HttpMethod.Post, "/v1/dryrun", content, cancellation);
        return response.Body is { } body
            ? new DryRunResult(JsonSerializer.Deserialize(body, ContractsJson.Default.DryRunResponse), null)
            : new DryRunResult(null, response.Error);
    }

    /// <summary>The ids of the policies in force.</summary>
    /// <exception cref="IOException">The engine cannot be reached, or does not give them.</exception>
    public static async Task<IReadOnlyList<string>> PoliciesAsync(EngineClient engine, CancellationToken cancellation)
    {
        var response = await engine.SendAsync(HttpMethod.Get, "/v1/policies", null, cancellation);
        if (response.Body is not { } body) throw new IOException($"the engine does not list its policies: {response.Error!.Message}");
        try
        {
            using var document = JsonDocument.Parse(body);
            return [.. document.RootElement.GetProperty("result").EnumerateArray().Select(static p => p.GetProperty("id").GetString()!)];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IOException("what answers there is not an engine: its list of policies cannot be read", problem);
        }
    }
}
