namespace Argos.Rules.Language.Patterns;

/// <summary>Reads <c>[...]</c> and escapes.</summary>
internal sealed class SetParser(string text)
{
    private readonly List<(char, char)> _ranges = [];

    /// <summary>Reads a set from behind its opening bracket to behind its closing one.</summary>
    public CharacterSet Parse(ref int at)
    {
        var start = at - 1;
        var negated = at < text.Length && text[at] == '^';
        if (negated) at++;
        var first = true;
        while (true)
        {
            if (at >= text.Length) throw new PatternException(start, "this `[` is not closed; write `\\[` for the character");
            if (text[at] == ']' && !first) break;
            Item(ref at, first);
            first = false;
        }
        at++;
        return new CharacterSet(_ranges, negated);
    }

    private void Item(ref int at, bool first)
    {
        var start = at;
        var from = Members(ref at, first);
        // A hyphen before the closing bracket is itself.
        if (at + 1 >= text.Length || text[at] != '-' || text[at + 1] == ']')
        {
            _ranges.AddRange(from);
            return;
        }
        at++;
        var to = Members(ref at, first: false);
        if (from is not [var (low, same)] || low != same || to is not [var (high, also)] || high != also) throw new PatternException(start, "a range goes from one character to one character; write `\\-` for the character");
        if (low > high) throw new PatternException(start, "the range goes from the later to the earlier character; turn it round");
        _ranges.Add((low, high));
    }

    private (char, char)[] Members(ref int at, bool first)
    {
        var c = text[at];
        if (c == '\\')
        {
            var start = at;
            var members = Escape(text, ref at, out var negated);
            return negated ? throw new PatternException(start, "`\\D`, `\\W` and `\\S` cannot stand in brackets; write the characters") : members;
        }
        if (c == '[' || (c == ']' && first)) throw new PatternException(at, $"write `\\{c}` for the character");
        CheckPlain(text, at);
        at++;
        return [(c, c)];
    }

    /// <summary>Reads an escape: a class of characters, or a sign that stands for itself.</summary>
    public static (char, char)[] Escape(string text, ref int at, out bool negated)
    {
        var start = at;
        if (++at >= text.Length) throw new PatternException(start, "nothing follows the `\\`; write `\\\\` for the character");
        var c = text[at++];
        negated = c is 'D' or 'W' or 'S';
        return c switch
        {
            'd' or 'D' => CharacterSet.Digits,
            'w' or 'W' => CharacterSet.Word,
            's' or 'S' => CharacterSet.Blank,
            _ when char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) => [(c, c)],
            _ => throw new PatternException(start, "this escape cannot be used; there are `\\d`, `\\w`, `\\s`, their capitals, and `\\` before a sign"),
        };
    }

    /// <summary>Half of a surrogate pair is not a character, and a control character cannot be seen.</summary>
    public static void CheckPlain(string text, int at)
    {
        if (char.IsSurrogate(text[at])) throw new PatternException(at, "characters beyond U+FFFF cannot be used");
        if (char.IsControl(text[at])) throw new PatternException(at, "control characters cannot be used; there is `\\s`");
    }
}
