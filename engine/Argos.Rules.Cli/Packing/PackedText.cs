namespace Argos.Rules.Cli.Packing;

/// <summary>One key of a ConfigMap.</summary>
/// <param name="Key">The key.</param>
/// <param name="Text">Its text.</param>
internal sealed record PackedText(string Key, string Text);
