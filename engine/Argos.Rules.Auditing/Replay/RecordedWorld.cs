using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions.Recording;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Auditing.Replay;

/// <summary>All that a decision read, and what it knew that it was not there.</summary>
internal sealed class RecordedWorld
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The data, with the settings and the pods at their places.</summary>
    public required DataTree Data { get; init; }

    /// <summary>The paths that were read, also where there was nothing.</summary>
    public required ImmutableArray<DataPath> Paths { get; init; }

    public required ImmutableArray<RecordedToken> Tokens { get; init; }

    public required ImmutableArray<RecordedDocument> Documents { get; init; }

    public required ImmutableArray<RecordedFact> Facts { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="provider">The provider, whose settings stand in it.</param>
    /// <param name="evidence">The record's evidence.</param>
    public static RecordedWorld Read(string provider, JsonElement evidence)
    {
        var data = DataTree.Empty;
        var paths = ImmutableArray.CreateBuilder<DataPath>();
        Put(Snapshot.SettingsRoot + provider, evidence.TryGetProperty("settings", out var settings) ? settings : default);
        foreach (var read in evidence.GetProperty("data").EnumerateObject()) Put(read.Name, read.Value);
        foreach (var pod in evidence.GetProperty("pods").EnumerateArray())
        {
            var path = new DataPath(["kubernetes", "pods", pod.GetProperty("namespace").GetString()!, pod.GetProperty("name").GetString()!]);
            Add(path, pod.TryGetProperty("pod", out var json) ? json : default);
        }
        return new RecordedWorld
        {
            Now = evidence.GetProperty("now").GetDateTimeOffset(),
            Data = data,
            Paths = paths.ToImmutable(),
            Tokens = [.. evidence.GetProperty("tokens").EnumerateArray().Select(Token)],
            Documents = [.. evidence.GetProperty("documents").EnumerateArray().Select(Document)],
            Facts = [.. evidence.GetProperty("facts").EnumerateArray().Select(Fact)],
        };

        void Put(string text, JsonElement value)
        {
            if (DataPath.TryParse(text, out var path, out _)) Add(path, value);
        }

        void Add(DataPath path, JsonElement value)
        {
            paths.Add(path);
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || data.Exists(path)) return;
            if (data.With(path, value).Tree is { } tree) data = tree;
        }
    }

    /// <summary>Whether what is at a path was read: it, or something above it.</summary>
    public bool Knows(DataPath path) => Paths.Any(path.StartsWith);

    private static RecordedToken Token(JsonElement json) => new(
        json.GetProperty("token").GetString()!,
        new TokenExpectation { Keys = json.GetProperty("keys").GetString()!, Issuers = Texts(json, "issuers"), Audiences = Texts(json, "audiences"), RequireExpiry = json.GetProperty("requireExpiry").GetBoolean() },
        Finding(json),
        json.TryGetProperty("keyId", out var key) ? key.GetString() : null);

    private static RecordedDocument Document(JsonElement json) => new(
        json.GetProperty("document").GetString()!, json.GetProperty("signature").GetString()!, json.GetProperty("certificates").GetString()!, Finding(json));

    private static RecordedFact Fact(JsonElement json) => new(
        json.GetProperty("kind").GetString()!, json.GetProperty("subject").GetString()!, json.GetProperty("state").GetString()!,
        json.TryGetProperty("value", out var value) ? new DataValue(value) : default, json.TryGetProperty("problem", out var problem) ? problem.GetString() : null);

    private static Finding? Finding(JsonElement json) =>
        json.TryGetProperty("code", out var code) ? new Finding(code.GetString()!, json.TryGetProperty("detail", out var detail) ? detail.GetString()! : "") : null;

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(static t => t.GetString()!)];
}
