namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>Where the engine's management API is.</summary>
internal sealed record EngineOptions
{
    /// <summary>The address of the management listener.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:8181");

    /// <summary>The file that holds the management token; none when empty.</summary>
    public string TokenFile { get; init; } = "";
}
