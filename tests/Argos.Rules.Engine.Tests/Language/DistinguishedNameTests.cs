using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Language;

internal sealed class DistinguishedNameTests
{
    [TestCase("CN=Athenz CA,OU=Sports,O=Media", "CN", "Athenz CA")]
    [TestCase("cn=Athenz CA", "CN", "Athenz CA")]
    [TestCase("CN = Athenz CA  , O=Media", "CN", "Athenz CA")]
    [TestCase("CN=a\\,OU\\=evil,O=Media", "CN", "a,OU=evil")]
    [TestCase("CN=a\\2COU=b", "CN", "a,OU=b")]
    [TestCase("CN=\"a,OU=b\"; O=c", "CN", "a,OU=b")]
    [TestCase("CN=a\\ ,O=c", "CN", "a ")]
    [TestCase("CN=L\\C3\\BCdecke", "CN", "Lüdecke")]
    [TestCase("CN=a+OU=b,O=c", "OU", "b")]
    [TestCase("CN=,O=c", "CN", "")]
    [TestCase("1.2.840.113549.1.9.1=#160161,CN=a", "CN", "a")]
    [TestCase("CN=a,OU=b,OU=c", "OU", null)]
    [TestCase("CN=a", "OU", null)]
    public void Value_is_the_only_one_of_its_type(string name, string type, string? value) => Assert.That(DistinguishedName.Parse(name)!.Value(type), Is.EqualTo(value));

    [Test]
    public void Values_are_in_the_order_of_the_name() => Assert.That(DistinguishedName.Parse("CN=a,OU=b,OU=c\\+d")!.Values("ou"), Is.EqualTo(new[] { "b", "c+d" }));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("CN")]
    [TestCase("=a")]
    [TestCase("CN=a,")]
    [TestCase("CN=a,,O=b")]
    [TestCase("CN=\"a")]
    [TestCase("CN=\"a\"b")]
    [TestCase("CN=a\\")]
    [TestCase("CN=a\\C3")]
    [TestCase("CN=a<b>")]
    [TestCase("C N=a")]
    public void Parse_refuses_what_is_no_name(string? text) => Assert.That(DistinguishedName.Parse(text), Is.Null);

    [Test]
    public void Parse_is_bounded()
    {
        Assert.That(DistinguishedName.Parse("CN=" + new string('a', 4094)), Is.Null);
        Assert.That(DistinguishedName.Parse(string.Join(',', Enumerable.Repeat("OU=a", 64)))!.Count, Is.EqualTo(64));
        Assert.That(DistinguishedName.Parse(string.Join(',', Enumerable.Repeat("OU=a", 65))), Is.Null);
    }
}
