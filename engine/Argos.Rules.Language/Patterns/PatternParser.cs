using System.Globalization;

namespace Argos.Rules.Language.Patterns;

/// <summary>Reads a pattern. Whatever other regular expressions have and these do not is a problem with its place, never another meaning.</summary>
internal sealed class PatternParser(string text)
{
    private int _at;
    private int _depth;

    private bool End => _at >= text.Length;

    /// <exception cref="PatternException">The text is not a pattern.</exception>
    public PatternNode Parse()
    {
        if (text.Length > PatternLimits.Length) throw new PatternException(PatternLimits.Length, $"the pattern has more than {PatternLimits.Length} characters; check the text in parts");
        var node = Choice();
        if (!End) throw Problem("this `)` closes nothing; write `\\)` for the character");
        return node;
    }

    private PatternNode Choice()
    {
        var parts = new List<PatternNode> { Sequence() };
        while (!End && text[_at] == '|')
        {
            _at++;
            parts.Add(Sequence());
        }
        return parts.Count == 1 ? parts[0] : Bounded(new PatternNode.Choice(parts), 0);
    }

    private PatternNode.Sequence Sequence()
    {
        var (start, parts) = (_at, new List<PatternNode>());
        while (!End && text[_at] is not ('|' or ')')) parts.Add(Repeated());
        return Bounded(new PatternNode.Sequence(parts), start);
    }

    private PatternNode Repeated()
    {
        var start = _at;
        var node = Atom();
        if (End || Count() is not var (least, most)) return node;
        if (!End && text[_at] is '?' or '+' && text[_at - 1] is '?' or '*' or '+' or '}') throw Problem("the whole text has to fit, so there is nothing to choose between greedy and lazy; remove the second sign");
        if (!End && text[_at] is '*' or '?' or '+' or '{') throw Problem("a repetition cannot be repeated; put it into a group: `(...)*`");
        return Bounded(new PatternNode.Repeat(node, least, most), start);
    }

    /// <summary>How often, when that is said here.</summary>
    private (int Minimum, int? Maximum)? Count()
    {
        switch (text[_at])
        {
            case '?':
                _at++;
                return (0, 1);
            case '*':
                _at++;
                return (0, null);
            case '+':
                _at++;
                return (1, null);
            case '{':
                _at++;
                return Braces();
            default:
                return null;
        }
    }

    private (int Minimum, int? Maximum) Braces()
    {
        var start = _at;
        var least = Number();
        int? most = least;
        if (!End && text[_at] == ',')
        {
            _at++;
            most = !End && text[_at] == '}' ? null : Number();
        }
        if (End || text[_at] != '}') throw Problem("a count is `{2}`, `{2,}` or `{2,5}`; write `\\{` for the character");
        if (most < least) throw new PatternException(start, "the count goes from more to less; turn it round");
        if (Math.Max(least, most ?? 0) > PatternLimits.Count) throw new PatternException(start, $"a count goes up to {PatternLimits.Count}; look at the length of the text instead");
        _at++;
        return (least, most);
    }

    private int Number()
    {
        var start = _at;
        while (!End && char.IsAsciiDigit(text[_at])) _at++;
        if (start == _at) throw Problem("a count is `{2}`, `{2,}` or `{2,5}`; write `\\{` for the character");
        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }

    private PatternNode Atom()
    {
        var c = text[_at];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                _at++;
                return new PatternNode.One(new SetParser(text).Parse(ref _at));
            case '\\':
                return new PatternNode.One(new CharacterSet(SetParser.Escape(text, ref _at, out var negated), negated));
            case '.':
                _at++;
                return new PatternNode.One(CharacterSet.AnyInLine);
            case '*' or '+' or '?' or '{':
                throw Problem($"there is nothing before `{c}` to repeat; write `\\{c}` for the character");
            case '^' or '$':
                throw Problem($"the whole text has to fit the pattern anyway; remove `{c}`, or write `\\{c}` for the character");
            case ']' or '}':
                throw Problem($"this `{c}` closes nothing; write `\\{c}` for the character");
            default:
                SetParser.CheckPlain(text, _at);
                _at++;
                return new PatternNode.One(new CharacterSet([(c, c)]));
        }
    }

    private PatternNode Group()
    {
        var start = _at++;
        if (++_depth > PatternLimits.Depth) throw new PatternException(start, $"groups are nested more than {PatternLimits.Depth} deep; check the text in parts");
        if (!End && text[_at] == '?')
        {
            if (_at + 1 >= text.Length || text[_at + 1] != ':') throw new PatternException(start, "a group is `(...)`; names, options and looking ahead or back cannot be used");
            _at += 2;
        }
        var node = Choice();
        if (End) throw new PatternException(start, "this `(` is not closed; write `\\(` for the character");
        _at++;
        _depth--;
        return node;
    }

    private static T Bounded<T>(T node, int start) where T : PatternNode => node.Size <= PatternLimits.Positions
        ? node
        : throw new PatternException(start, $"with its repetitions written out the pattern has more than {PatternLimits.Positions} positions; use smaller counts, or check the text in parts");

    private PatternException Problem(string message) => new(_at, message);
}
