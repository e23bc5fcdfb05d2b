using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Language;

/// <summary>What is refused before anything looks at it.</summary>
internal sealed class PolicyInputLimitTests
{
    [TestCase(256, null)]
    [TestCase(257, "there are more than 256 attributes")]
    public void Attributes_are_limited(int count, string? problem) =>
        Assert.That(Read(Enumerable.Range(0, count).Select(static i => (i.ToString(CultureInfo.InvariantCulture), "x"))), Is.EqualTo(problem));

    [TestCase("sanDNS", 1024, null)]
    [TestCase("sanDNS", 1025, "attribute `sanDNS` has more than 1024 items")]
    [TestCase("sanURI", 1025, "attribute `sanURI` has more than 1024 items")]
    [TestCase("sanIP", 1025, "attribute `sanIP` has more than 1024 items")]
    [TestCase("awsAccount", 1025, "attribute `awsAccount` has more than 1024 items")]
    public void Items_of_a_list_are_limited(string name, int count, string? problem) =>
        Assert.That(Read([(name, string.Join(',', Enumerable.Repeat("10.0.0.1", count)))]), Is.EqualTo(problem));

    [TestCase(65_536, null)]
    [TestCase(65_537, "attribute `sanDNS` has more than 65536 characters")]
    public void Length_of_a_list_is_limited(int length, string? problem) => Assert.That(Read([("sanDNS", new string('a', length))]), Is.EqualTo(problem));

    private static string? Read(IEnumerable<(string Name, string Value)> attributes)
    {
        var confirmation = new InstanceConfirmation("p.q", "media", "api", null, attributes.ToImmutableDictionary(static a => a.Name, static a => a.Value));
        return PolicyInputReader.Read(confirmation, InstanceOperation.Register).Problem?.Detail;
    }
}
