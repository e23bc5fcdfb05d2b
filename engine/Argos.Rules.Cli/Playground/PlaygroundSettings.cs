namespace Argos.Rules.Cli.Playground;

/// <summary>How a playground is started.</summary>
/// <param name="Port">Where it listens on the loopback address; 0 takes a free port.</param>
/// <param name="Engine">A running engine over whose live data candidates can be laid; <see langword="null"/> without one.</param>
/// <param name="Token">The engine's management token.</param>
/// <param name="Path">The policy to begin with; <see langword="null"/> begins with an example.</param>
internal sealed record PlaygroundSettings(int Port, Uri? Engine, string? Token, string? Path);
