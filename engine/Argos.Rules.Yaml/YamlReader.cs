using System.Collections.Immutable;
using Argos.Rules.Contracts.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argos.Rules.Yaml;

/// <summary>Reads YAML without what makes it surprising: one document, no anchors, aliases or tags, no key twice.</summary>
internal sealed class YamlReader
{
    private const int MaximumDepth = 32;

    private readonly YamlEvents _events;
    private readonly IYamlProblems _diagnostics;

    private YamlReader(YamlEvents events, IYamlProblems diagnostics) => (_events, _diagnostics) = (events, diagnostics);

    /// <summary>Reads a text; <see langword="null"/> when it is not YAML. Everything else that is wrong is reported too.</summary>
    public static YamlNode? Read(string text, IYamlProblems diagnostics)
    {
        var reader = new YamlReader(new YamlEvents(ByteOrderMark.Without(text)), diagnostics);
        try
        {
            return reader.Stream();
        }
        catch (YamlException problem)
        {
            reader.Report(problem.Start, $"this is not YAML: {problem.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    /// <summary>Reads the node that comes next in a stream of events that somebody else reads.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static YamlNode ReadNext(YamlEvents events, IYamlProblems diagnostics) => new YamlReader(events, diagnostics).Node(0);

    private YamlNode? Stream()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            _diagnostics.Report(1, 1, "the file is empty: write at least `now`, `base` and `cases`");
            return null;
        }
        _events.Consume<DocumentStart>();
        var root = Node(0);
        _events.Consume<DocumentEnd>();
        if (!_events.Accept<StreamEnd>(out _)) Report(_events.Current!.Start, "a second document: write one file for each");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var start = _events.Current!.Start;
        var (row, col) = (_events.RowOf(start), _events.ColumnOf(start));
        if (depth > MaximumDepth) throw new YamlException(start, start, $"deeper than {MaximumDepth} levels");
        if (_events.TryConsume<Scalar>(out var scalar))
        {
            RefuseProperties(scalar);
            return new YamlNode.Text(row, col, scalar.Value, scalar.Style != ScalarStyle.Plain);
        }
        if (_events.TryConsume<SequenceStart>(out var list))
        {
            RefuseProperties(list);
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!_events.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
            return new YamlNode.List(row, col, items.ToImmutable());
        }
        if (_events.TryConsume<MappingStart>(out var map))
        {
            RefuseProperties(map);
            return new YamlNode.Map(row, col, Members(depth));
        }
        // Nothing but an alias is left. It would make a small text a large one.
        Report(start, "aliases are not allowed: write the value out");
        _events.SkipThisAndNestedEvents();
        return new YamlNode.Text(row, col, "", Quoted: true);
    }

    private ImmutableArray<(YamlNode.Text, YamlNode)> Members(int depth)
    {
        var members = ImmutableArray.CreateBuilder<(YamlNode.Text, YamlNode)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlNode.Text text) _diagnostics.Report(key.Row, key.Col, "a key must be a text");
            else if (!seen.Add(text.Value)) _diagnostics.Report(key.Row, key.Col, $"the key `{text.Value}` is there twice: keep one");
            else members.Add((text, value));
        }
        return members.ToImmutable();
    }

    private void RefuseProperties(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Report(node.Start, "anchors are not allowed: remove it");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) Report(node.Start, "tags are not allowed: remove it");
    }

    private void Report(Mark place, string message) => _diagnostics.Report(_events.RowOf(place), _events.ColumnOf(place), message);
}
