namespace Argos.Rules.Engine.Tests.Management;

/// <summary>Declarations that are none, or not for this engine.</summary>
internal sealed class SyncRefusalTests : ManagementTest
{
    [Test]
    public async Task A_declaration_for_another_start_of_the_engine_is_412()
    {
        var body = """{"engineId":"another","generation":1,"policies":{"count":0,"digest":""},"resources":{}}""";

        var reply = await Host.SendAsync("PUT", "/v1/sync/mgmt", body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((412, "engine_restarted")));
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Not.Empty);
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"engineId":"ID","generation":"x","policies":{"count":0,"digest":""},"resources":{}}""")]
    [TestCase("""{"engineId":"ID","generation":1,"policies":null,"resources":{}}""")]
    [TestCase("""{"engineId":"ID","generation":1,"policies":{"count":0,"digest":""},"resources":null}""")]
    [TestCase("""{"engineId":"ID","generation":1,"policies":{"count":0,"digest":""},"resources":{"a":null}}""")]
    [TestCase("""{"engineId":"ID","generation":1,"policies":{"count":0,"digest":""},"resources":{"a//b":{"count":0,"digest":""}}}""")]
    [TestCase("""{"engineId":"ID","generation":1,"policies":{"count":0,"digest":""},"resources":{"a":{"count":0,"digest":""},"a/":{"count":0,"digest":""}}}""")]
    public async Task A_declaration_that_cannot_be_read_is_400(string body)
    {
        var reply = await Host.SendAsync("PUT", "/v1/sync/mgmt", body.Replace("\"ID\"", $"\"{Host.Identity.Id}\"", StringComparison.Ordinal));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Not.Empty);
    }

    [Test]
    public async Task A_source_without_a_sound_name_is_400() =>
        Assert.That((await Host.SendAsync("GET", "/v1/sync/No%20Name")).Status, Is.EqualTo(400));
}
