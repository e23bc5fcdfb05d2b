using System.Text.Json;

namespace Argos.Rules.Auditing.Replay;

/// <summary>What one policy said, by what tells it from every other answer.</summary>
/// <param name="Id">The policy's id.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Outcome">What it said.</param>
/// <param name="Code">The reason code.</param>
/// <param name="Detail">What it found.</param>
/// <param name="WaitsFor">What it waits for.</param>
internal sealed record RecordedPolicy(string Id, string Hash, string Outcome, string? Code, string? Detail, string? WaitsFor)
{
    public static RecordedPolicy Read(JsonElement json) => new(
        json.GetProperty("policy").GetString()!, json.GetProperty("hash").GetString()!, json.GetProperty("outcome").GetString()!, Text(json, "code"), Text(json, "detail"), Text(json, "waitsFor"));

    /// <summary>The policy's name and text.</summary>
    public PolicyKey Key => new(Id, Hash);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>A policy by its id and the hash of its text.</summary>
/// <param name="Id">The id.</param>
/// <param name="Hash">SHA-256 of the text, lower-case hex.</param>
internal readonly record struct PolicyKey(string Id, string Hash);
