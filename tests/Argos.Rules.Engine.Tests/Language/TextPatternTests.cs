using System.Text;
using System.Text.RegularExpressions;
using Argos.Rules.Language.Patterns;

namespace Argos.Rules.Engine.Tests.Language;

internal sealed class TextPatternTests
{
    [TestCase("", "", true)]
    [TestCase("", "a", false)]
    [TestCase("abc", "abc", true)]
    [TestCase("abc", "xabc", false)]
    [TestCase("abc", "abcx", false)]
    [TestCase("abc", "ABC", false)]
    [TestCase("abc", "abc\n", false)]
    [TestCase("a|b", "b", true)]
    [TestCase("a|b", "ab", false)]
    [TestCase("a|", "", true)]
    [TestCase("a?b*c+", "c", true)]
    [TestCase("a?b*c+", "abbcc", true)]
    [TestCase("a?b*c+", "aab", false)]
    [TestCase("a{2}", "aa", true)]
    [TestCase("a{2}", "aaa", false)]
    [TestCase("a{2,}", "aaaaa", true)]
    [TestCase("a{2,}", "a", false)]
    [TestCase("a{2,3}", "aaa", true)]
    [TestCase("a{2,3}", "aaaa", false)]
    [TestCase("a{0}b", "b", true)]
    [TestCase("a{0}b", "ab", false)]
    [TestCase("(ab|c)+", "abcab", true)]
    [TestCase("(?:ab|c)+", "abcab", true)]
    [TestCase("(a*)*", "aaa", true)]
    [TestCase("(a?){3}b", "b", true)]
    [TestCase("[a-c]", "b", true)]
    [TestCase("[a-c]", "d", false)]
    [TestCase("[^a-c]", "d", true)]
    [TestCase("[^a-c]", "é", true)]
    [TestCase("[a-]", "-", true)]
    [TestCase("[-a]", "-", true)]
    [TestCase("[a\\-z]", "m", false)]
    [TestCase("[\\]\\[]", "]", true)]
    [TestCase("[.*]", "*", true)]
    [TestCase("[.*]", "x", false)]
    [TestCase(".", "x", true)]
    [TestCase(".", "\n", false)]
    [TestCase("a\\.b", "a.b", true)]
    [TestCase("a\\.b", "axb", false)]
    [TestCase("\\d\\w\\s", "1_ ", true)]
    [TestCase("\\d", "\u0661", false)]
    [TestCase("\\w", "é", false)]
    [TestCase("\\D\\W\\S", "a-b", true)]
    [TestCase("[\\d.]+", "1.2.3", true)]
    [TestCase("größe", "größe", true)]
    [TestCase("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", "api-0", true)]
    [TestCase("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", "api-", false)]
    public void Fits_tells_whether_the_whole_text_fits(string pattern, string text, bool fits) => Assert.That(Parsed(pattern).Fits(text), Is.EqualTo(fits));

    [TestCase("a)b", 1, "this `)` closes nothing")]
    [TestCase("(ab", 0, "this `(` is not closed")]
    [TestCase("a|(b", 2, "this `(` is not closed")]
    [TestCase("a[bc", 1, "this `[` is not closed")]
    [TestCase("[]a]", 1, "write `\\]`")]
    [TestCase("[a[b]", 2, "write `\\[`")]
    [TestCase("[]", 1, "write `\\]`")]
    [TestCase("[z-a]", 1, "from the later to the earlier")]
    [TestCase("[\\d-z]", 1, "a range goes from one character")]
    [TestCase("[\\W]", 1, "cannot stand in brackets")]
    [TestCase("*a", 0, "nothing before `*`")]
    [TestCase("a|*", 2, "nothing before `*`")]
    [TestCase("(+)", 1, "nothing before `+`")]
    [TestCase("a**", 2, "a repetition cannot be repeated")]
    [TestCase("a{2}{3}", 4, "a repetition cannot be repeated")]
    [TestCase("a+?", 2, "greedy and lazy")]
    [TestCase("a++", 2, "greedy and lazy")]
    [TestCase("a{,3}", 2, "a count is")]
    [TestCase("a{x}", 2, "a count is")]
    [TestCase("a{2", 3, "a count is")]
    [TestCase("a{3,2}", 2, "from more to less")]
    [TestCase("a{256}", 2, "goes up to 255")]
    [TestCase("a{99999999999999999999}", 2, "goes up to 255")]
    [TestCase("a}", 1, "this `}` closes nothing")]
    [TestCase("a]", 1, "this `]` closes nothing")]
    [TestCase("^a", 0, "the whole text has to fit")]
    [TestCase("a$", 1, "the whole text has to fit")]
    [TestCase("(?i)a", 0, "a group is `(...)`")]
    [TestCase("(?<n>a)", 0, "a group is `(...)`")]
    [TestCase("(?=a)", 0, "a group is `(...)`")]
    [TestCase("(?<!a)b", 0, "a group is `(...)`")]
    [TestCase("(a)\\1", 3, "this escape cannot be used")]
    [TestCase("a\\b", 1, "this escape cannot be used")]
    [TestCase("\\p{L}", 0, "this escape cannot be used")]
    [TestCase("a\\", 1, "nothing follows")]
    [TestCase("a\nb", 1, "control characters")]
    [TestCase("a\U0001F600", 1, "characters beyond U+FFFF")]
    public void TryParse_what_is_no_pattern_is_told_with_its_place(string text, int offset, string message)
    {
        Assert.That(TextPattern.TryParse(text, out var pattern, out var problem), Is.False);

        Assert.That((pattern, problem!.Offset), Is.EqualTo(((TextPattern?)null, offset)));
        Assert.That(problem.Message, Does.Contain(message).And.Not.Contain("\n"));
    }

    [TestCase("(a{200}){200}")]
    [TestCase("(((((a{255}){255}){255}){255}){255}){255}")]
    [TestCase("(((((){255}){255}){255}){255}){255}")]
    [TestCase("((((a?){255}){255}){255})*")]
    [TestCase("((a|b|c){90})|d")]
    [TestCase("((a{16}){15}b{16})c")]
    public void TryParse_counts_that_blow_up_are_refused_at_once(string text)
    {
        Assert.That(TextPattern.TryParse(text, out _, out var problem), Is.False);
        Assert.That(problem!.Message, Does.Contain("256 positions"));
    }

    [Test]
    public void TryParse_long_or_deep_patterns_are_refused()
    {
        Assert.That(TextPattern.TryParse(new string('a', 257), out _, out var length), Is.False);
        Assert.That(TextPattern.TryParse(new string('a', 10_000_000), out _, out _), Is.False);
        Assert.That(TextPattern.TryParse(new string('(', 200), out _, out var depth), Is.False);
        Assert.That((length!.Message, depth!.Message), Is.EqualTo(("the pattern has more than 256 characters; check the text in parts", "groups are nested more than 16 deep; check the text in parts")));
        Assert.That(Parsed(new string('a', 256)).Positions, Is.EqualTo(256));
    }

    /// <summary>The platform's automata are another construction by other people; where both know a pattern they agree.</summary>
    [Test]
    public void Fits_agrees_with_the_platform([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var compared = 0;
        while (compared < 60)
        {
            var text = new StringBuilder();
            Write(text, random, 3);
            if (!TextPattern.TryParse(text.ToString(), out var pattern, out var problem))
            {
                Assert.That(problem.Message, Does.Contain("256"), text.ToString());
                continue;
            }
            var other = new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            for (var i = 0; i < 40; i++)
            {
                var value = string.Create(random.Next(12), random, static (span, r) =>
                {
                    foreach (ref var c in span) c = "aabbc-é"[r.Next(7)];
                });
                Assert.That(pattern.Fits(value), Is.EqualTo(other.IsMatch(value)), $"{text} on {value}");
            }
            compared++;
        }
    }

    [Test]
    public void TryParse_any_text_ends_in_a_pattern_or_a_problem_within_it([Random(0, int.MaxValue, 20)] int seed)
    {
        const string Signs = "ab01()[]{}?*+|^$\\.-,:<>é\n";
        var random = new Random(seed);
        for (var i = 0; i < 1000; i++)
        {
            var text = string.Create(random.Next(30), random, static (span, r) =>
            {
                foreach (ref var c in span) c = Signs[r.Next(Signs.Length)];
            });
            if (!TextPattern.TryParse(text, out var pattern, out var problem)) Assert.That(problem.Offset, Is.InRange(0, text.Length), text);
            else Assert.That(() => pattern.Fits(text), Throws.Nothing);
        }
    }

    /// <summary>Patterns for which an automaton that is built while it runs keeps many megabytes.</summary>
    [TestCase("[ab]*a[ab]{16}")]
    [TestCase("([a-z0-9-]*[aeiou][a-z]{0,20}){1,5}")]
    public void Fits_allocates_nothing(string text)
    {
        var pattern = Parsed(text);
        var value = string.Concat(Enumerable.Repeat("abbabaabbbab", 1000));
        pattern.Fits(value);
        var before = GC.GetAllocatedBytesForCurrentThread();

        pattern.Fits(value);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static TextPattern Parsed(string text) => TextPattern.TryParse(text, out var pattern, out var problem) ? pattern : throw new AssertionException($"{text}: {problem}");

    private static void Write(StringBuilder text, Random random, int depth)
    {
        for (var parts = random.Next(1, 4); parts > 0; parts--)
        {
            switch (random.Next(depth > 0 ? 7 : 4))
            {
                case 0 or 1:
                    text.Append("abc"[random.Next(3)]);
                    break;
                case 2:
                    text.Append((string[])["[ab]", "[^a]", "[a-c]", "[-b]", "[^\\-c]"], random.Next(5));
                    break;
                case 3:
                    text.Append('.');
                    break;
                default:
                    text.Append('(');
                    Write(text, random, depth - 1);
                    if (random.Next(2) == 0)
                    {
                        text.Append('|');
                        if (random.Next(4) > 0) Write(text, random, depth - 1);
                    }
                    text.Append(')');
                    break;
            }
            text.Append((string[])["", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "{0}", "{3,4}"], random.Next(11));
        }
    }
}

/// <summary>Takes one of several texts.</summary>
file static class Picking
{
    public static void Append(this StringBuilder text, string[] from, int index) => text.Append(from[index]);
}
