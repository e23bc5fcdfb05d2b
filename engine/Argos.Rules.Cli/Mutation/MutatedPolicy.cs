using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Mutation;

/// <summary>What came of one policy's mutants.</summary>
/// <param name="File">The policy.</param>
/// <param name="Diagnostics">Why there are no mutants, or what is wrong with the list of accepted ones.</param>
/// <param name="Fates">The mutants, in order of place.</param>
internal sealed record MutatedPolicy(PolicyFile File, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<(Mutant Mutant, MutantFate Fate)> Fates)
{
    public const string SurvivedCode = "mutant-survived";

    public int Count(MutantFate fate) => Fates.Count(f => f.Fate == fate);

    /// <summary>How many of a hundred mutants that could be noticed were; 100 when there are none.</summary>
    public double Score
    {
        get
        {
            var (killed, survived) = (Count(MutantFate.Killed), Count(MutantFate.Survived));
            return killed + survived == 0 ? 100 : 100.0 * killed / (killed + survived);
        }
    }

    /// <summary>The survivors as findings.</summary>
    public IEnumerable<Diagnostic> Survivors => Fates.Where(static f => f.Fate == MutantFate.Survived)
        .Select(f => new Diagnostic(SurvivedCode, $"no test notices this: {f.Mutant.Change}", new Location(File.Shown, f.Mutant.Row, f.Mutant.Col)));

    /// <summary>Whether no mutant was tried, because the policy or its tests have errors or fail as they are.</summary>
    public bool NotTried => Fates.IsEmpty && Diagnostics.Any(static d => d.Severity == "error");

    public string Summary => NotTried ? $"{File.Shown}: no mutant was tried, see above" : string.Create(CultureInfo.InvariantCulture,
        $"{File.Shown}: {Fates.Length} mutants, {Count(MutantFate.Killed)} killed, {Count(MutantFate.Survived)} survived, {Count(MutantFate.Accepted)} accepted, {Count(MutantFate.Invalid)} not compilable: {Math.Floor(Score * 10) / 10:F1} %");
}
