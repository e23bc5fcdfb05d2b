using System.CommandLine;

namespace Argos.Rules.Cli.Help;

/// <summary>A command whose help shows how it is used.</summary>
internal sealed class ExampleCommand(string name, string description, params IEnumerable<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = [.. examples];
}
