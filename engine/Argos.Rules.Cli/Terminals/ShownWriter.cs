using System.Text;

namespace Argos.Rules.Cli.Terminals;

/// <summary>
/// An output that shows everything and obeys nothing: what is written goes through <see cref="Escaped"/>. <see cref="WriteLine(string)"/> makes
/// one line, whatever the text holds; <see cref="Write(string)"/> keeps its lines. Only the terminal's own colours pass.
/// </summary>
internal sealed class ShownWriter(TextWriter inner) : TextWriter
{
    /// <summary>Begins a colour; no text can know it.</summary>
    public static string Mark { get; } = $"@{Guid.NewGuid():N}@";

    /// <summary>Puts one over an output that is somebody else's to close.</summary>
    public static ShownWriter Over(TextWriter output) => new(output);

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Text with the codes of a colour around it.</summary>
    public static string Paint(string colour, string text) => $"{Mark}{colour}m{text}{Mark}0m";

    public override void Write(char value) => inner.Write(value == '\n' || value == '\r' ? value.ToString() : Escaped.Document(value.ToString()));

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Painted(Escaped.Document(value)));
    }

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(Painted(Escaped.Line(value ?? "")));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Painted(Escaped.Line(value ?? "")));

    /// <summary>The same output for the command line library, which writes several lines as one text.</summary>
    public TextWriter Whole() => new DocumentWriter(this);

    /// <summary>Writes what this program made itself, as it is: a command for a terminal or a build server.</summary>
    public void WriteCommand(string text) => inner.Write(text);

    public override void Flush() => inner.Flush();

    private static string Painted(string text) => text.Replace(Mark, "\u001b[", StringComparison.Ordinal);

    private sealed class DocumentWriter(ShownWriter shown) : TextWriter
    {
        public override Encoding Encoding => shown.Encoding;

        public override void Write(char value) => shown.Write(value);

        public override void Write(string? value) => shown.Write(value);

        public override void WriteLine() => shown.WriteLine();

        public override void WriteLine(string? value)
        {
            shown.Write(value);
            shown.WriteLine();
        }

        public override void Flush() => shown.Flush();
    }
}
