using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Cli.Settings;

/// <summary>Policies of which only the front matter is read: what they are for, and which settings they declare.</summary>
internal static class DeclaredPolicies
{
    /// <summary>Reads the front matter of policies. What is wrong with it is found where they are compiled.</summary>
    public static PolicySet Of(IEnumerable<PolicyFile> files) => files.Aggregate(PolicySet.Empty, static (set, file) => set.With(Of(file)));

    /// <summary>The same for a text that is not, or not yet, on disk.</summary>
    public static ActivePolicy Of(string id, string source) =>
        new(id, source, "", FrontMatterParser.Parse(id, source, ImmutableArray.CreateBuilder<Diagnostic>()), ActivePolicy.NotLoaded, null);

    private static ActivePolicy Of(PolicyFile file) => Of(file.Id, SourceReader.Read(file.Path, file.Shown).Text ?? "");
}
