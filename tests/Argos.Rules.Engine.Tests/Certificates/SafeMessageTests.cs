using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine.Tests.Certificates;

internal sealed class SafeMessageTests
{
    private const string Secret = "abcdefghijklmnopqrstuvwxyz012345";

    [TestCase("plain words stay", "plain words stay")]
    [TestCase("whole abcdefghijklmnopqrstuvwxyz012345 gone", "whole (secret) gone")]
    [TestCase("cut ijklmnopqr and ABCDEFGHIJ", "cut (secret) and (secret)")]
    [TestCase("twice abcdefgh mnopqrst end", "twice (secret) (secret) end")]
    [TestCase("too short abcdefg", "too short abcdefg")]
    [TestCase("two\r\nlines\u2028three\tfour", "two  lines three four")]
    [TestCase("others 0123456789012345678901234567890123456789012345678901 too", "others (secret) too")]
    [TestCase("", "")]
    public void Of_shows_no_piece_of_the_secret(string message, string shown) => Assert.That(SafeMessage.Of(message, Secret), Is.EqualTo(shown));

    [Test]
    public void Of_is_short() => Assert.That(SafeMessage.Of(string.Concat(Enumerable.Repeat("a b ", 100_000)), Secret), Has.Length.EqualTo(300));
}
