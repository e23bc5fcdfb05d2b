using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Settings;

/// <summary>What was found in a file of settings.</summary>
/// <param name="Documents">The settings documents.</param>
/// <param name="Problems">What cannot be read.</param>
internal sealed record SettingsReading(ImmutableArray<SettingsDocument> Documents, ImmutableArray<Diagnostic> Problems);
