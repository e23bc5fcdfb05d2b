using Argos.Rules.Engine.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Engine.Tests.Architecture;

internal sealed class ServiceTests
{
    [Test]
    public void No_delegate_is_a_service()
    {
        var services = new ServiceCollection();
        EngineHost.AddServices(services, SettingsReader.Read(EngineSettings.Sections, new ConfigurationBuilder().Build(), []),
            TimeProvider.System);

        var own = services.Select(static service => service.ServiceType).Where(typeof(Delegate).IsAssignableFrom);

        Assert.That(services, Has.Count.GreaterThan(40));
        Assert.That(own.Where(static type => type.ToString().Contains("Argos.", StringComparison.Ordinal)), Is.Empty,
            "name the service: `go to implementation` must end at code");
    }
}
