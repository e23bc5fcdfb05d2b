using System.Buffers;
using Argos.Rules.Contracts.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argos.Rules.Yaml;

/// <summary>
/// The events of one YAML text. A text that is wrong ends in a <see cref="YamlException"/> with its place and in nothing else: the
/// library throws whatever it stumbles over for escapes, tags and directives that it does not expect, and may end without an end.
/// </summary>
internal sealed class YamlEvents : IParser
{
    // The library takes more than linear time for deeper ones.
    private const int MaximumDepth = 64;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static c => (char)c).Where(static c => c is not ('\t' or '\n' or '\r')), '\x7F']);

    private static readonly SearchValues<char> YamlBreaks = SearchValues.Create("\u0085\u2028\u2029");

    private readonly Parser _parser;
    private readonly Reading _reading;

    // For each open map or list: whether it is a map, and how many nodes it has so far.
    private readonly Stack<Open> _open = new();
    private bool _ended;

    public YamlEvents(string text)
    {
        _reading = new Reading(text);
        _parser = new Parser(new Reader(_reading));
    }

    /// <inheritdoc/>
    public ParsingEvent? Current { get; private set; }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (_ended) throw Wrong("it ends too soon");
        if (Current is StreamEnd)
        {
            (_ended, Current) = (true, null);
            return false;
        }
        // The library takes a NUL for the end, and what follows would not be read.
        if (Current is null && _reading.FirstControl is { } control) throw new YamlException(control, control, "control characters are not allowed in YAML");
        try
        {
            if (_parser.MoveNext() && _parser.Current is { } next)
            {
                Check(next);
                Current = next;
                return true;
            }
        }
        catch (YamlException problem) when (problem.Start.Line > 0)
        {
            throw;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Its message is about the library's own code, and may quote anything.
            throw Wrong("something here, or just before, is not allowed in YAML");
        }
        throw Wrong("it ends too soon");
    }

    /// <summary>The row of a place, as editors count them: YAML ends rows with characters that end none elsewhere.</summary>
    public int RowOf(in Mark place) => _reading.OtherRows?.RowOf((int)place.Index) ?? (int)place.Line;

    /// <summary>The column of a place, in UTF-16 code units of the row.</summary>
    public int ColumnOf(in Mark place) => _reading.OtherRows?.ColumnOf((int)place.Index) ?? (int)place.Column;

    /// <summary>The library gives a key without a value for some texts, and ends what was never begun.</summary>
    private void Check(ParsingEvent next)
    {
        if (next is MappingEnd or SequenceEnd)
        {
            if (!_open.TryPop(out var ended) || ended.IsMap != next is MappingEnd || (ended.IsMap && ended.Nodes % 2 != 0)) throw Wrong("a key has no value here, or just before");
            return;
        }
        if (next is not NodeEvent and not AnchorAlias) return;
        if (_open.TryPeek(out var open)) open.Nodes++;
        if (next is MappingStart or SequenceStart) _open.Push(new Open(next is MappingStart));
        if (_open.Count > MaximumDepth) throw new YamlException(next.Start, next.End, $"deeper than {MaximumDepth} levels");
    }

    /// <summary>The place where reading had come to. What was understood last may be long before it.</summary>
    private YamlException Wrong(string message) => new(_reading.Place, _reading.Place, message);

    /// <summary>A text and how far it was read. The library looks ahead by a few characters only.</summary>
    private sealed class Reading(string text)
    {
        private int _at;

        /// <summary>The rows of a text with ends that only YAML has; <see langword="null"/> for one without.</summary>
        public TextRows? OtherRows { get; } = text.AsSpan().ContainsAny(YamlBreaks) ? new TextRows(text) : null;

        public Mark Place => PlaceOf(Math.Max(0, _at - 1));

        public Mark? FirstControl => text.AsSpan().IndexOfAny(Controls) is >= 0 and var at ? PlaceOf(at) : null;

        public int Next => _at < text.Length ? text[_at] : -1;

        public int Read() => _at < text.Length ? text[_at++] : -1;

        private Mark PlaceOf(int at)
        {
            var before = text.AsSpan(0, at);
            return new Mark(at, 1 + before.Count('\n'), at - before.LastIndexOf('\n'));
        }
    }

    private sealed class Open(bool isMap)
    {
        public bool IsMap => isMap;

        public int Nodes { get; set; }
    }

    private sealed class Reader(Reading reading) : TextReader
    {
        public override int Read() => reading.Read();

        public override int Peek() => reading.Next;
    }
}
