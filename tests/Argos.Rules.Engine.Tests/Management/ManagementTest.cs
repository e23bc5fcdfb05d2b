namespace Argos.Rules.Engine.Tests.Management;

/// <summary>A test of the management API, over a host of its own.</summary>
internal abstract class ManagementTest
{
    protected ManagementHost Host { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => Host = await ManagementHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await Host.DisposeAsync();
}
