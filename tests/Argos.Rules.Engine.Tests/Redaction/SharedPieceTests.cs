using System.Text;
using Argos.Rules.Sandbox.Redaction;

namespace Argos.Rules.Engine.Tests.Redaction;

internal sealed class SharedPieceTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    [TestCase(Token)]
    [TestCase("before " + Token + " after")]
    [TestCase("c2lnbmF0dXJlLW9mLXRoZS10b2tlbg")]
    [TestCase("cut: eyJhbGciOiJS")]
    [TestCase("e y J h b G c i O i J S U z I 1")]
    [TestCase("e\ny\nJ\nh\nb\nG\nc\ni\nO\ni\nJ\nS\nU")]
    [TestCase("e.y-J_h/b+G=c:i;O,i|J S'U")]
    [TestCase("e\u200By\u202EJ\u00E9h\u0416b\u4E2DGciOiJSUz")]
    [TestCase("EYJHBGCIOIJSUZI1NIJ9")]
    public void A_piece_of_the_secret_is_found_whatever_is_between_its_letters(string shown) =>
        Assert.That(SharedPiece.Exists(shown, Token, 12));

    [TestCase("")]
    [TestCase("eyJhbGciOiJ")]
    [TestCase("token `a` of issuer `https://issuer.example.com` is expired")]
    [TestCase("9JiN1IzUSJiOicGbhJye")]
    public void What_holds_no_piece_is_shown(string shown) =>
        Assert.That(SharedPiece.Exists(shown, Token, 12), Is.False);

    [TestCase("short", "it is short", ExpectedResult = false)]
    [TestCase("eight-8s", "an eight8s", ExpectedResult = false)]
    [TestCase("eight-88s", "an eight88s", ExpectedResult = true)]
    [TestCase("пароль-1", "мой пароль-1", ExpectedResult = true)]
    [TestCase("........", "a ........ b", ExpectedResult = true)]
    [TestCase("", "anything", ExpectedResult = false)]
    public bool Short_secrets_count_as_a_whole(string secret, string shown) => SharedPiece.Exists(shown, secret, 12);

    [Test]
    public void Every_window_of_a_secret_is_found_at_any_place()
    {
        var random = new Random(7);
        var secret = new string([.. Enumerable.Range(0, 500).Select(_ => (char)('a' + random.Next(26)))]);
        for (var at = 0; at + 12 <= secret.Length; at++) Assert.That(SharedPiece.Exists($"x{secret.Substring(at, 12)}y", secret, 12), $"{at}");
    }

    [Test]
    public void Texts_that_repeat_are_told_apart_by_their_whole_window()
    {
        var secret = new string('a', 900_000) + "b";

        Assert.That(SharedPiece.Exists(string.Concat(Enumerable.Repeat("ab", 500)), secret, 64), Is.False);
        Assert.That(SharedPiece.Exists(new string('a', 63) + "b", secret, 64), Is.True);
        Assert.That(SharedPiece.Exists(new string('a', 63) + "c", secret, 64), Is.False);
    }

    [TestCase("abc", 3, ExpectedResult = "abc")]
    [TestCase("abcd", 3, ExpectedResult = "abc...")]
    [TestCase("ab\U0001F600d", 3, ExpectedResult = "ab...")]
    public string Cut_never_leaves_half_a_character(string text, int most) => ShownText.Cut(text, most);

    [Test]
    public void OneLine_has_no_control_characters()
    {
        var all = new StringBuilder();
        for (var c = '\0'; c < '\u00A1'; c++) all.Append(c);
        all.Append("\u2028\u2029");

        Assert.That(ShownText.OneLine(all.ToString()).Any(static c => char.IsControl(c) || c is '\u2028' or '\u2029'), Is.False);
    }
}
