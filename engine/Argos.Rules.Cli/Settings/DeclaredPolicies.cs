using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Declarations;
using Argos.Rules.Engine.Policies;

namespace Argos.Rules.Cli.Settings;

/// <summary>Policies of which only the front matter is read: what they are for, and which settings they declare.</summary>
internal static class DeclaredPolicies
{
    /// <summary>Reads the front matter of policies. What is wrong with it is found where they are compiled.</summary>
    public static PolicySet Of(IEnumerable<PolicyFile> files) => files.Aggregate(PolicySet.Empty, static (set, file) => set.With(Of(file)));

    private static ActivePolicy Of(PolicyFile file)
    {
        var source = SourceReader.Read(file.Path, file.Shown).Text ?? "";
        return new ActivePolicy(file.Id, source, "", FrontMatterParser.Parse(file.Id, source, ImmutableArray.CreateBuilder<Diagnostic>()), ActivePolicy.NotLoaded, null);
    }
}
