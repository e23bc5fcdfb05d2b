using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Completion;

/// <summary>`argos completion`: scripts that let a shell ask the program itself what may come next.</summary>
internal static class CompletionCommand
{
    // Options only where a word begins with `-`, else files: most arguments are paths. What begins with `/` is help in other systems' fashion.
    private const string Bash = """
        # argos completion for bash: eval "$(argos completion bash)"
        _argos() {
            local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}" found
            found=$(argos "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null | grep -v '^/')
            [[ "$word" == -* ]] || found=$(grep -v '^-' <<<"$found")
            COMPREPLY=($(compgen -W "$found" -- "$word"))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
        }
        complete -o filenames -F _argos argos
        """;

    private const string Zsh = """
        #compdef argos
        # argos completion for zsh: eval "$(argos completion zsh)"
        _argos() {
            local -a found
            found=("${(@f)$(argos "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            found=("${(@)found:#/*}")
            [[ "${words[CURRENT]}" == -* ]] || found=("${(@)found:#-*}")
            [[ -n "${found[1]}" ]] && compadd -- "${found[@]}" || _files
        }
        compdef _argos argos
        """;

    private const string Fish = """
        # argos completion for fish: argos completion fish | source
        function __argos_suggest
            set -l line (commandline -cp)
            argos "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v -- '/*'
        end
        complete -c argos -a '(__argos_suggest)'
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampleCommand(
            "completion",
            "Prints a script that completes commands and options in a shell.",
            "eval \"$(argos completion bash)\"",
            "argos completion bash > /etc/bash_completion.d/argos",
            "eval \"$(argos completion zsh)\"",
            "argos completion fish | source")
        {
            shell,
        };
        command.SetAction(parsed => terminal.Document(parsed.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
