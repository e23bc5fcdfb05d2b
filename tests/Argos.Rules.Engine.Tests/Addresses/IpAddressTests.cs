using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Engine.Tests.Language;

namespace Argos.Rules.Engine.Tests.Addresses;

internal sealed class IpAddressTests
{
    [TestCase("10.1.2.3", "10.1.2.3")]
    [TestCase("0.0.0.0", "0.0.0.0")]
    [TestCase("255.255.255.255", "255.255.255.255")]
    [TestCase("[10.1.2.3]", "10.1.2.3")]
    [TestCase("2001:db8:0:0:0:0:0:1", "2001:db8::1")]
    [TestCase("[2001:db8:0:0:0:0:0:1]", "2001:db8::1")]
    [TestCase("2001:DB8::1", "2001:db8::1")]
    [TestCase("2001:0db8:0000::0001", "2001:db8::1")]
    [TestCase("fe80::1%eth0", "fe80::1")]
    [TestCase("[fe80::1%3]", "fe80::1")]
    [TestCase("::ffff:10.1.2.3", "10.1.2.3")]
    [TestCase("::ffff:a01:203", "10.1.2.3")]
    [TestCase("0:0:0:0:0:ffff:a01:203", "10.1.2.3")]
    [TestCase("::", "::")]
    [TestCase("64:ff9b::10.1.2.3", "64:ff9b::a01:203")]
    public void TryParse_reads_every_spelling(string text, string canonical)
    {
        Assert.That(IpAddress.TryParse(text, out var address), Is.True);
        Assert.That(address.ToString(), Is.EqualTo(canonical));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" 10.1.2.3")]
    [TestCase("10.1.2.3 ")]
    [TestCase("010.1.2.3")]
    [TestCase("10.1.2\0.3")]
    [TestCase("10.1.2.3\0")]
    [TestCase("10.1.2.03")]
    [TestCase("10.1")]
    [TestCase("10.1.2")]
    [TestCase("10.1.2.3.4")]
    [TestCase("10.1.2.256")]
    [TestCase("10.1.2.-3")]
    [TestCase("10.1.2.+3")]
    [TestCase("0x0a.1.2.3")]
    [TestCase("167838211")]
    [TestCase("10.1.2.3:80")]
    [TestCase("[10.1.2.3")]
    [TestCase("[]")]
    [TestCase("[2001:db8::1]:80")]
    [TestCase("2001:db8::1/64")]
    [TestCase("2001:db8:::1")]
    [TestCase("1:2:3:4:5:6:7")]
    [TestCase("1:2:3:4:5:6:7:8:9")]
    [TestCase("2001:db8::12345")]
    [TestCase("::ffff:010.1.2.3")]
    [TestCase("::ffff:10.1.2")]
    [TestCase("localhost")]
    public void TryParse_refuses_what_is_not_one_address(string? text) =>
        Assert.That(IpAddress.TryParse(text, out _), Is.False);

    /// <summary>
    /// The longest that the system writes; beyond it nothing is looked at, so that a policy pays nothing for a text of megabytes.
    /// </summary>
    [Test]
    public void TryParse_takes_an_address_with_brackets_and_zone_and_nothing_longer()
    {
        const string Longest = "[2001:0db8:0000:0000:0000:0000:192.168.100.200%123456789012345]";

        Assert.That(IpAddress.TryParse(Longest, out _), Is.True);
        Assert.That(IpAddress.TryParse("2001:db8::1%" + new string('z', 200), out _), Is.False);
    }

    [Test]
    public void Equals_v6_with_the_bits_of_a_v4_is_another_address() =>
        Assert.That(NameRulesFixture.Ip("::10.1.2.3"), Is.Not.EqualTo(NameRulesFixture.Ip("10.1.2.3")));

    [Test]
    public void CompareTo_orders_v4_before_v6_then_by_value()
    {
        var texts = new[] { "::1", "10.0.0.2", "2001:db8::1", "10.0.0.1", "255.0.0.1" };

        var sorted = texts.Select(NameRulesFixture.Ip).Order().Select(static a => a.ToString());

        Assert.That(sorted, Is.EqualTo(["10.0.0.1", "10.0.0.2", "255.0.0.1", "::1", "2001:db8::1"]));
    }
}
