using System.CommandLine;

namespace Argos.Rules.Cli.Engines;

/// <summary>How commands name a running engine.</summary>
internal sealed class EngineOption
{
    public Option<string> Engine { get; } = new("--engine") { Description = "The management address of a running engine.", DefaultValueFactory = static _ => "http://127.0.0.1:8181" };

    public Option<string?> TokenFile { get; } = new("--token-file") { Description = "The file with the engine's management token." };

    public void AddTo(Command command)
    {
        command.Add(Engine);
        command.Add(TokenFile);
    }
}
