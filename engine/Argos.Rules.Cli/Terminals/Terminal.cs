using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Cli.Terminals;

/// <summary>Where a command runs: its folder, its output, and whether a person watches.</summary>
internal sealed record Terminal
{
    /// <summary>The answer of a command; each line is shown and none is obeyed, whoever wrote what stands in it.</summary>
    public required TextWriter Out { get; init => field = ShownWriter.Over(value); }

    /// <summary>What is about the run and not its answer: problems of use, progress, summaries of machine-readable output.</summary>
    public required TextWriter Error { get; init => field = ShownWriter.Over(value); }

    /// <summary>What is read where `-` stands for a file.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether colours may be used.</summary>
    public bool Colours { get; init; }

    /// <summary>Whether a person sees <see cref="Error"/>: then long work tells how far it is.</summary>
    public bool Watched { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Compiles instead of the compiler's own process: id, text.</summary>
    public Func<string, string, CancellationToken, Task<CompileResult>>? Compile { get; init; }

    /// <summary>The same for policies that report on themselves.</summary>
    public Func<string, string, CancellationToken, Task<CompileResult>>? CompileTraced { get; init; }

    public CancellationToken Cancellation { get; init; }

    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Folder = Directory.GetCurrentDirectory(),
        Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb",
        Watched = !Console.IsErrorRedirected,
    };

    /// <summary>Opens standard input.</summary>
    public Stream Input() => StandardInput ?? Console.OpenStandardInput();

    /// <summary>The output for the command line library, whose help and suggestions have several lines.</summary>
    public TextWriter Help() => ((ShownWriter)Out).Whole();

    /// <summary>Writes a text of several lines, such as JSON, and ends it with a line.</summary>
    public void Document(string text)
    {
        Out.Write(text);
        Out.WriteLine();
    }

    /// <summary>Writes a line that a build server is to obey. What stands in it must be escaped already.</summary>
    public void Command(string line) => ((ShownWriter)Out).WriteCommand(line + Out.NewLine);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Odd(string text) => Paint("33", text);

    public string Faint(string text) => Paint("2", text);

    /// <summary>One line about how far the work is; it replaces the one before.</summary>
    public void Progress(string text)
    {
        if (!Watched) return;
        EndProgress();
        Error.Write(Escaped.Line(text));
    }

    /// <summary>Takes the line of <see cref="Progress"/> away.</summary>
    public void EndProgress()
    {
        if (Watched) ((ShownWriter)Error).WriteCommand("\r\u001b[K");
    }

    /// <summary>Begins the screen again, where there is one.</summary>
    public void Clear()
    {
        if (Colours) ((ShownWriter)Out).WriteCommand("\u001b[H\u001b[2J");
        else Out.WriteLine();
    }

    /// <summary>A path that is given, from this folder.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, Folder);

    /// <summary>A path as it is shown: from this folder when it lies below it.</summary>
    public string Shown(string path)
    {
        var relative = Path.GetRelativePath(Folder, path).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) ? path.Replace('\\', '/') : relative;
    }

    private string Paint(string colour, string text) => Colours ? ShownWriter.Paint(colour, text) : text;
}
