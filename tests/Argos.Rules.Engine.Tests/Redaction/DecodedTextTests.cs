using System.Text;
using Argos.Rules.Sandbox.Redaction;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Engine.Tests.Redaction;

/// <summary>A secret is found in the spellings that a program is likely to have for it.</summary>
internal sealed class DecodedTextTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Token);

    private static IEnumerable<TestCaseData> Spellings()
    {
        yield return Case("hex", Convert.ToHexStringLower(Bytes));
        yield return Case("hex_in_capitals_behind_words", "found abc: " + Convert.ToHexString(Bytes));
        yield return Case("hex_with_separators", BitConverter.ToString(Bytes));
        yield return Case("hex_with_prefixes", string.Join(", ", Bytes.Select(static b => $"0x{b:x2}")));
        yield return Case("percent", string.Concat(Bytes.Select(static b => $"%{b:X2}")));
        yield return Case("escapes", string.Concat(Bytes.Select(static b => $"\\u{(int)b:x4}")));
        yield return Case("entities", string.Concat(Bytes.Select(static b => $"&#{(int)b};")));
        yield return Case("codes", string.Join(' ', Bytes.Select(static b => (int)b)));
        yield return Case("base64", Convert.ToBase64String(Bytes));
        yield return Case("base64url", System.Buffers.Text.Base64Url.EncodeToString(Bytes));
        yield return Case("base64_in_lines", Convert.ToBase64String(Bytes, Base64FormattingOptions.InsertLineBreaks));
        yield return Case("base64_with_blanks", string.Join(' ', Convert.ToBase64String(Bytes).ToCharArray()));
        yield return Case("base64_with_dashes", string.Join('-', Convert.ToBase64String(Bytes).Chunk(4).Select(static c => new string(c))));
        yield return Case("reversed", new string([.. Token.Reverse()]));
        yield return Case("reversed_with_dots", string.Join('.', Token.Reverse()));
    }

    [TestCaseSource(nameof(Spellings))]
    public void Secret_is_found(string shown)
    {
        Assert.That(Holds(shown), "all of it");
        for (var words = 0; words < 4; words++) Assert.That(Holds(new string('q', words) + " " + shown), $"{words} letters before it");
        Assert.That(new SecretMask([Token], [Token]).Hides(shown, 1000), "in a trace");
    }

    [Test]
    public void Each_piece_of_it_is_found_in_hex_and_base64()
    {
        for (var at = 0; at + 12 <= Token.Length; at++)
        {
            if (Token.AsSpan(at, 12).Contains('.')) continue;
            var piece = Bytes.AsSpan(at, 12);
            Assert.That(Holds(Convert.ToHexString(piece)), $"hex of {at}");
            Assert.That(Holds(Convert.ToBase64String(piece)), $"base64 of {at}");
        }
    }

    [TestCase("pod `media-sports/api-0` has uid 5f1d6e1e-0000-4000-8000-0000000000aa and addresses 10.1.2.3, 2001:db8::1")]
    [TestCase("key set `kubernetes/keys` has no key 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [TestCase("12 13 14 15 16 17 18 19 20 21 22 23 24 25")]
    [TestCase("")]
    public void What_holds_no_secret_is_shown(string shown) => Assert.That(Holds(shown), Is.False);

    [Test]
    public void Readings_are_in_proportion_to_the_text()
    {
        foreach (var shown in new[] { new string('a', 1024), new string('7', 1024), string.Concat(Enumerable.Repeat("99 ", 341)),
            new string('\uD800', 1024), new string('-', 1024) })
        {
            Assert.That(DecodedText.WithReadings(shown), Has.Length.LessThan((11 * shown.Length) + 16));
        }
    }

    private static bool Holds(string shown) => SharedPiece.Exists(DecodedText.WithReadings(shown), Token, 12);

    private static TestCaseData Case(string name, string shown) => new TestCaseData(shown).SetName("{m}_as_" + name);
}
