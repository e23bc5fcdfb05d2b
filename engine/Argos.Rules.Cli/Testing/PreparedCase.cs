using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>A case of a tests file with its world made.</summary>
/// <param name="Case">The case.</param>
/// <param name="World">What it is evaluated on.</param>
internal sealed record PreparedCase(PolicyTestCase Case, TestWorld World);
