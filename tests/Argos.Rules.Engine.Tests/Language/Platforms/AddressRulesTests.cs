using System.Collections.Immutable;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Engine.Tests.Language.Platforms;

internal sealed class AddressRulesTests
{
    [TestCase("", null, true)]
    [TestCase("10.1.2.3", "10.1.2.3", true)]
    [TestCase("10.1.2.3", "::ffff:10.1.2.3", true)]
    [TestCase("2001:db8:0:0:0:0:0:1", "2001:db8::1", true)]
    [TestCase("10.1.2.3", "10.1.2.4", false)]
    [TestCase("10.1.2.3", null, false)]
    [TestCase("10.1.2.3,10.1.2.4", "10.1.2.3", false)]
    [TestCase("172.16.5.5,10.1.2.3", "10.1.2.3", true)]
    [TestCase("172.32.0.1", null, false)]
    [TestCase("2001:db8::ac10:1", null, false, Description = "its low bits are in 172.16.0.0/12, it is not")]
    [TestCase("::ac10:1", null, false)]
    [TestCase("2001:db8:ff::1", null, true)]
    [TestCase("2001:db8:fe::1", null, false)]
    public void CheckSanIps(string ips, string? attested, bool isGood)
    {
        IpAddress? address = attested is null ? null : NameRulesFixture.Ip(attested);
        var rules = Rules(ips, """{"allowedIpBlocks":["172.16.0.0/12","2001:db8:ff::/48"]}""");

        Assert.That(rules.CheckSanIps(address)?.Code, Is.EqualTo(isGood ? null : "san-ip-foreign"));
    }

    [Test]
    public void CheckSanIps_without_blocks_takes_the_attested_address_only()
    {
        Assert.That(Rules("10.1.2.3", "{}").CheckSanIps(NameRulesFixture.Ip("10.1.2.3")), Is.Null);
        Assert.That(Rules("10.1.2.3", "{}").CheckSanIps(null)!.Code, Is.EqualTo("san-ip-foreign"));
    }

    private static AddressRules Rules(string ips, string settings)
    {
        var attributes = ImmutableDictionary<string, string>.Empty.Add(AttributeNames.SanIp, ips);
        var (input, _) = PolicyInputReader.Read(new InstanceConfirmation("athenz.aws.us-west-2", "media.sports", "api", null, attributes), InstanceOperation.Register);
        return new AddressRules(input!, NameRulesFixture.Document(settings));
    }
}
