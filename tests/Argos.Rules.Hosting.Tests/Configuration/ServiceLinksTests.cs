using Argos.Rules.Hosting.Configuration;

namespace Argos.Rules.Hosting.Tests.Configuration;

internal sealed class ServiceLinksTests
{
    [TestCase("RULES_SERVICE_HOST", true)]
    [TestCase("RULES_SERVICE_PORT", true)]
    [TestCase("RULES_SERVICE_PORT_HTTPS", true)]
    [TestCase("RULES_PORT", true)]
    [TestCase("RULES_PORT_4443_TCP", true)]
    [TestCase("RULES_PORT_4443_TCP_ADDR", true)]
    [TestCase("Engine__Url", false)]
    [TestCase("ENGINE__URL", false)]
    [TestCase("CALLBACK__LISTEN", false)]
    public void Variables_of_services_are_told_from_settings(string variable, bool link)
    {
        Assert.That(ServiceLinks.IsOne(variable), Is.EqualTo(link));
    }
}
