using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Engine.Tests.Language;

namespace Argos.Rules.Engine.Tests.Addresses;

internal sealed class IpSetTests
{
    [Test]
    public void IsSubsetOf_compares_by_value()
    {
        var pod = NameRulesFixture.Ips("10.1.2.3", "2001:db8::1");

        Assert.That(NameRulesFixture.Ips("[2001:db8:0:0:0:0:0:1]").IsSubsetOf(pod), Is.True);
        Assert.That(NameRulesFixture.Ips("::ffff:10.1.2.3", "2001:db8::1").IsSubsetOf(pod), Is.True);
        Assert.That(NameRulesFixture.Ips("10.1.2.3", "10.1.2.4").IsSubsetOf(pod), Is.False);
        Assert.That(pod.IsSubsetOf(IpSet.Empty), Is.False);
        Assert.That(IpSet.Empty.IsSubsetOf(IpSet.Empty), Is.True);
    }

    [Test]
    public void Count_spellings_of_one_address_count_once() =>
        Assert.That(NameRulesFixture.Ips("10.1.2.3", "::ffff:10.1.2.3", "[10.1.2.3]").Count, Is.EqualTo(1));
}
