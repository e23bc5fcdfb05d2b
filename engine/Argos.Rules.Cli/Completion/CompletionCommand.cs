using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Completion;

/// <summary>`argos completion`: scripts that let a shell ask the program itself what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # argos completion for bash: eval "$(argos completion bash)"
        _argos() {
            local IFS=$'\n'
            COMPREPLY=($(argos "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _argos argos
        """;

    private const string Zsh = """
        #compdef argos
        # argos completion for zsh: eval "$(argos completion zsh)"
        _argos() {
            local -a found
            found=("${(@f)$(argos "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            [[ -n "${found[1]}" ]] && compadd -- "${found[@]}" || _files
        }
        compdef _argos argos
        """;

    private const string Fish = """
        # argos completion for fish: argos completion fish | source
        complete -c argos -a '(argos "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampleCommand(
            "completion",
            "Prints a script that completes commands and options in a shell.",
            "argos completion bash > /etc/bash_completion.d/argos",
            "argos completion fish | source")
        {
            shell,
        };
        command.SetAction(parsed => terminal.Out.WriteLine(parsed.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
