using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>Texts to put around parts of a source. No line is added, so the rows of the source stay what they are.</summary>
internal sealed class SourceEdits
{
    private readonly List<Edit> _edits = [];

    /// <summary>Puts a text before and one behind a part. Of two around the same part, the first one is the outer one.</summary>
    public void Around(TextSpan part, string before, string behind)
    {
        _edits.Add(new Edit(part.Start, false, part.Length, _edits.Count, before));
        _edits.Add(new Edit(part.End, true, part.Length, _edits.Count, behind));
    }

    /// <summary>Puts a text before a statement, outside of whatever is around its parts.</summary>
    public void Before(int position, string text) => _edits.Add(new Edit(position, false, int.MaxValue, _edits.Count, text));

    public string Apply(string source)
    {
        var changed = new StringBuilder(source.Length * 2);
        var done = 0;
        // At one place: first what ends there, the inner before the outer; then what begins there, the outer before the inner.
        foreach (var edit in _edits.OrderBy(static e => e.Position).ThenByDescending(static e => e.Ends).ThenBy(static e => e.Ends ? e.Length : -(long)e.Length).ThenBy(static e => e.Ends ? -e.Order : e.Order))
        {
            changed.Append(source, done, edit.Position - done).Append(edit.Text);
            done = edit.Position;
        }
        return changed.Append(source, done, source.Length - done).ToString();
    }

    private readonly record struct Edit(int Position, bool Ends, int Length, int Order, string Text);
}
