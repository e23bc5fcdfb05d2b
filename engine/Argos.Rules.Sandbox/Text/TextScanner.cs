using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Sandbox.Text;

/// <summary>
/// Walks over a text just well enough to tell code from comments and strings, and finds directives and depth.
/// What it takes for a string is what the compiler takes for one; a text that is no C# at all is left to the compiler.
/// </summary>
internal sealed class TextScanner(string id, string text)
{
    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();
    private int _at;
    private int _row = 1;
    private int _lineStart;
    private int _brackets;
    private int _interpolations;
    private bool _stopped;

    private bool End => _stopped || _at >= text.Length;

    public ImmutableArray<Diagnostic> Scan()
    {
        ScanCode(hole: false);
        return _found.ToImmutable();
    }

    /// <summary>Code up to the end of the text, or up to the brace that closes the hole of an interpolated string.</summary>
    private void ScanCode(bool hole)
    {
        var outer = _brackets;
        var first = !hole;
        while (!End)
        {
            var c = text[_at];
            if (hole && _brackets == outer && c == '}') return;
            if (hole && _brackets == outer && c == ':' && Peek(1) != ':' && Peek(-1) != ':')
            {
                while (!End && text[_at] != '}') Advance();
                return;
            }
            if (c is '\n' or '\r') first = true;
            if (char.IsWhiteSpace(c))
            {
                Advance();
                continue;
            }
            if (c == '#' && first) SkipDirective();
            else if (c == '/' && Peek(1) == '/') SkipLine();
            else if (c == '/' && Peek(1) == '*') SkipComment();
            else if (c == '\'') SkipCharacter();
            else if (c is '"' or '$' or '@' && IsStringAhead(out var dollars, out var verbatim)) ScanString(dollars, verbatim);
            else ScanBracket(c);
            first = false;
        }
    }

    private void ScanBracket(char c)
    {
        if (c is '(' or '[' or '{' && ++_brackets > TextLimits.BracketDepth)
        {
            Stop("ARG0108", $"brackets are nested more than {TextLimits.BracketDepth} deep; give inner parts a name with `var`");
        }
        if (c is ')' or ']' or '}') _brackets--;
        Advance();
    }

    private void SkipDirective()
    {
        Report("ARG0107", "preprocessor directives (`#...`) are not part of the policy language; remove the line");
        SkipLine();
    }

    private void SkipLine()
    {
        while (!End && text[_at] is not ('\n' or '\r')) Advance();
    }

    private void SkipComment()
    {
        Advance(2);
        while (!End && !(text[_at] == '*' && Peek(1) == '/')) Advance();
        Advance(2);
    }

    private void SkipCharacter()
    {
        Advance();
        while (!End && text[_at] is not ('\'' or '\n' or '\r')) Advance(text[_at] == '\\' ? 2 : 1);
        if (!End && text[_at] == '\'') Advance();
    }

    private bool IsStringAhead(out int dollars, out bool verbatim)
    {
        (dollars, verbatim) = (0, false);
        var i = _at;
        for (; i < text.Length && text[i] is '$' or '@'; i++)
        {
            if (text[i] == '$') dollars++;
            else verbatim = true;
        }
        if (i >= text.Length || text[i] != '"') return false;
        Advance(i - _at);
        return true;
    }

    private void ScanString(int dollars, bool verbatim)
    {
        var quotes = Run('"');
        if (verbatim || quotes < 3)
        {
            // Two quotes are an empty string, unless verbatim, where they are the opening one and an escaped or closing one.
            Advance(quotes == 2 && !verbatim ? 2 : 1);
            if (quotes != 2 || verbatim) ScanShort(dollars, verbatim);
            return;
        }
        Advance(quotes);
        ScanRaw(dollars, quotes);
    }

    private void ScanShort(int dollars, bool verbatim)
    {
        while (!End)
        {
            var c = text[_at];
            if (c == '"' && verbatim && Peek(1) == '"') Advance(2);
            else if (c == '"')
            {
                Advance();
                return;
            }
            else if (c is '\n' or '\r' && !verbatim) return;
            else if (c == '\\' && !verbatim) Advance(2);
            else if (c == '{' && dollars > 0 && Peek(1) == '{') Advance(2);
            else if (c == '{' && dollars > 0) ScanHole(1);
            else Advance();
        }
    }

    private void ScanRaw(int dollars, int quotes)
    {
        while (!End)
        {
            if (text[_at] == '"' && Run('"') >= quotes)
            {
                Advance(Run('"'));
                return;
            }
            var braces = dollars > 0 ? Run('{') : 0;
            if (braces > 0 && braces >= dollars)
            {
                Advance(braces - dollars);
                ScanHole(dollars);
            }
            else Advance(Math.Max(1, braces));
        }
    }

    private void ScanHole(int braces)
    {
        if (++_interpolations > TextLimits.InterpolationDepth)
        {
            Stop("ARG0109", $"interpolated strings are nested more than {TextLimits.InterpolationDepth} deep; give the inner ones a name with `var`");
            return;
        }
        Advance(braces);
        ScanCode(hole: true);
        Advance(Math.Min(braces, Run('}')));
        _interpolations--;
    }

    private int Run(char c)
    {
        var i = _at;
        while (i < text.Length && text[i] == c) i++;
        return i - _at;
    }

    private char Peek(int ahead) => _at + ahead >= 0 && _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void Advance(int count = 1)
    {
        for (; count > 0 && _at < text.Length; count--, _at++)
        {
            if (text[_at] == '\n' || (text[_at] == '\r' && Peek(1) != '\n')) (_row, _lineStart) = (_row + 1, _at + 1);
        }
    }

    private void Report(string code, string message) => _found.Add(DiagnosticFactory.At(id, _row, _at - _lineStart + 1, code, message));

    private void Stop(string code, string message)
    {
        Report(code, message);
        _stopped = true;
    }
}
