using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Cli.Settings;

/// <summary>A settings document on disk.</summary>
/// <param name="Provider">Whose settings they are; <see langword="null"/> when nothing says it.</param>
/// <param name="Value">What they are.</param>
/// <param name="Places">Where each member stands.</param>
internal sealed record SettingsDocument(string? Provider, DataValue Value, SettingsPlaces Places);
