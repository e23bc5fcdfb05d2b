namespace Argos.Rules.Demo;

/// <summary>The usage text.</summary>
internal static class Usage
{
    private const int WrongArguments = 2;

    private const string Text = """
        argos-demo: engine and mgmt as two processes, a sample cluster in a folder, and a ZTS that calls the engine

        usage: argos-demo [--once] [--help]

          --once   end after the story; exit code 0 only if every step came out as expected
          --help   this text

        Without --once it stays up after the story and prints curl lines to try. Ctrl-C stops everything.
        """;

    public static int Write(TextWriter output)
    {
        output.WriteLine(Text);
        return 0;
    }

    public static int Refuse(TextWriter error, string argument)
    {
        error.WriteLine($"argos-demo: unknown argument `{argument}`; try --help");
        return WrongArguments;
    }
}
