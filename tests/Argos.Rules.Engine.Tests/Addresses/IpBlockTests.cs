using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Engine.Tests.Language;

namespace Argos.Rules.Engine.Tests.Addresses;

internal sealed class IpBlockTests
{
    [TestCase("10.0.0.0/8", "10.255.0.1", true)]
    [TestCase("10.0.0.0/8", "11.0.0.1", false)]
    [TestCase("10.1.2.3/8", "10.9.9.9", true)]
    [TestCase("10.1.2.3", "10.1.2.3", true)]
    [TestCase("10.1.2.3", "10.1.2.4", false)]
    [TestCase("10.1.2.2/31", "10.1.2.3", true)]
    [TestCase("0.0.0.0/0", "203.0.113.7", true)]
    [TestCase("0.0.0.0/0", "2001:db8::1", false)]
    [TestCase("::/0", "2001:db8::1", true)]
    [TestCase("::/0", "10.1.2.3", false)]
    [TestCase("::/0", "::ffff:10.1.2.3", false)]
    [TestCase("2001:db8::/32", "2001:db8:ffff::1", true)]
    [TestCase("2001:db8::/32", "2001:db9::1", false)]
    [TestCase("2001:db8::1/128", "2001:db8:0:0:0:0:0:1", true)]
    [TestCase("172.16.0.0/12", "2001:db8::ac10:1", false)]
    public void Contains_compares_bits_of_one_family(string block, string address, bool expected)
    {
        Assert.That(IpBlock.TryParse(block, out var parsed), Is.True);

        Assert.That(parsed.Contains(NameRulesFixture.Ip(address)), Is.EqualTo(expected));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("10.0.0.0/33")]
    [TestCase("10.0.0.0/8\0")]
    [TestCase("10.0.0.0/")]
    [TestCase("10.0.0.0/-1")]
    [TestCase("10.0.0.0/+8")]
    [TestCase("10.0.0.0/8/8")]
    [TestCase("10.0/8")]
    [TestCase("010.0.0.0/8")]
    [TestCase("2001:db8::/129")]
    [TestCase("/8")]
    public void TryParse_refuses_what_is_no_block(string? text) => Assert.That(IpBlock.TryParse(text, out _), Is.False);
}
