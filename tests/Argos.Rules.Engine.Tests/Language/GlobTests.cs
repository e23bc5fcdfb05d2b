using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Language;

internal sealed class GlobTests
{
    [TestCase("web", "web", true)]
    [TestCase("web", "w*", true)]
    [TestCase("web", "*", true)]
    [TestCase("", "*", true)]
    [TestCase("web-1", "web-?", true)]
    [TestCase("web-12", "web-?", false)]
    [TestCase("a.b/c", "a*c", true)]
    [TestCase("abcabd", "*ab?", true)]
    [TestCase("abcabc", "a*c*d", false)]
    [TestCase("mississippi", "m*iss*ip*", true)]
    [TestCase("web", "Web", false)]
    [TestCase("web", "we", false)]
    [TestCase("we", "web", false)]
    [TestCase("web", "", false)]
    [TestCase("", "", false)]
    [TestCase(null, "*", false)]
    [TestCase("web", null, false)]
    public void Glob_fits_whole_texts(string? text, string? pattern, bool fits) => Assert.That(Harness.Context().Glob(text, pattern), Is.EqualTo(fits));

    [Test]
    public void Glob_longer_than_the_limit_fits_nothing() => Assert.That(Harness.Context().Glob(new string('a', 300), new string('*', 257)), Is.False);

    [Test]
    public void Glob_takes_its_pattern_from_data() =>
        Assert.That(Harness.Run("return Data[\"teams\"][\"media\"][\"names\"].Texts.Any(p => Glob(\"a\", p)) ? Allow() : Deny(\"no\");"), Is.InstanceOf<Outcome.Allowed>());

    /// <summary>The answer is that of a plain recursion, for every short text and pattern over a small alphabet.</summary>
    [Test]
    public void Glob_agrees_with_its_definition()
    {
        var context = Harness.Context();
        var texts = Words("ab", 5).ToArray();
        foreach (var pattern in Words("ab*?", 4).Where(static p => p.Length > 0))
        {
            foreach (var text in texts) Assert.That(context.Glob(text, pattern), Is.EqualTo(Defined(text, pattern)), $"{text} {pattern}");
        }
    }

    private static bool Defined(string text, string pattern) => pattern switch
    {
        "" => text.Length == 0,
        ['*', ..] => Defined(text, pattern[1..]) || (text.Length > 0 && Defined(text[1..], pattern)),
        _ => text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Defined(text[1..], pattern[1..]),
    };

    private static IEnumerable<string> Words(string letters, int longest) =>
        longest == 0 ? [""] : Words(letters, longest - 1).SelectMany(w => letters.Select(l => w + l).Append(w)).Distinct();
}
