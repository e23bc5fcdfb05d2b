using Argos.Rules.Engine.Management;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class GuardTests
{
    [TestCase("GET", "/v1/nothing", 404, "resource_not_found")]
    [TestCase("GET", "/", 404, "resource_not_found")]
    [TestCase("GET", "/instance", 404, "resource_not_found")]
    [TestCase("GET", "/v1/datax", 404, "resource_not_found")]
    [TestCase("OPTIONS", "/v1/data/a", 405, "invalid_parameter")]
    [TestCase("PUT", "/v1/status", 405, "invalid_parameter")]
    [TestCase("POST", "/v1/policies/p", 405, "invalid_parameter")]
    [TestCase("GET", "/v1/dryrun", 405, "invalid_parameter")]
    [TestCase("PUT", "/v0/data/argos/instance", 405, "invalid_parameter")]
    public async Task An_unknown_path_or_method_is_refused_in_the_common_form(string method, string path, int status, string code)
    {
        await using var host = await ManagementHost.StartAsync();

        var reply = await host.SendAsync(method, path);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((status, code)));
        Assert.That(reply.Headers["Argos-Engine-Id"], Is.EqualTo(host.Identity.Id));
    }

    [Test]
    public async Task A_wrong_method_names_the_right_ones()
    {
        await using var host = await ManagementHost.StartAsync();

        Assert.That((await host.SendAsync("OPTIONS", "/v1/policies/p")).Headers["Allow"], Is.EqualTo("DELETE, GET, PUT"));
        Assert.That((await host.SendAsync("HEAD", "/v1/policies/p")).Status, Is.EqualTo(405));
    }

    [TestCase("evil.example", 403)]
    [TestCase("evil.example:8181", 403)]
    [TestCase("10.1.2.3", 403)]
    [TestCase("localhost.evil.example", 403)]
    [TestCase("LOCALHOST:9", 200)]
    [TestCase("127.0.0.2", 200)]
    [TestCase("[::1]:8181", 200)]
    public async Task A_host_that_is_not_here_is_refused(string name, int status)
    {
        await using var host = await ManagementHost.StartAsync();

        Assert.That((await host.SendAsync("GET", "/v1/status", null, ("Host", name))).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_web_page_is_refused()
    {
        await using var host = await ManagementHost.StartAsync();

        var reply = await host.SendAsync("GET", "/v1/status", null, ("Origin", "http://localhost"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "unauthorized")));
    }

    [Test]
    public async Task The_token_must_be_shown_and_may_be_rotated()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "first\n");
            await using var host = await ManagementHost.StartAsync(new ManagementOptions { TokenFile = file });

            var missing = await host.SendAsync("GET", "/v1/status");
            Assert.That((missing.Status, missing.Code, missing.Headers["WWW-Authenticate"]), Is.EqualTo((401, "unauthorized", "Bearer")));
            Assert.That(missing.Headers["Argos-Engine-Id"], Is.EqualTo(host.Identity.Id));
            Assert.That(await StatusAsync(host, "Bearer second"), Is.EqualTo(401));
            Assert.That(await StatusAsync(host, "Basic first"), Is.EqualTo(401));
            Assert.That(await StatusAsync(host, "Bearer first"), Is.EqualTo(200));

            await File.WriteAllTextAsync(file, "second");
            Assert.That(await StatusAsync(host, "Bearer first"), Is.EqualTo(401));
            Assert.That(await StatusAsync(host, "Bearer second"), Is.EqualTo(200));

            await File.WriteAllTextAsync(file, "");
            Assert.That(await StatusAsync(host, "Bearer "), Is.EqualTo(401));
            File.Delete(file);
            Assert.That(await StatusAsync(host, "Bearer second"), Is.EqualTo(401));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("PUT", "/v1/data/a", "1")]
    [TestCase("PATCH", "/v1/data", "[]")]
    [TestCase("DELETE", "/v1/data/a", null)]
    [TestCase("PUT", "/v1/policies/p", "good")]
    [TestCase("DELETE", "/v1/policies/p", null)]
    public async Task A_write_for_another_start_of_the_engine_is_412_and_changes_nothing(string method, string path, string? body)
    {
        await using var host = await ManagementHost.StartAsync();

        var reply = await host.SendAsync(method, path, body, ("Argos-Engine-Id", "another"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((412, "engine_restarted")));
        Assert.That(host.Store.Current.Revision, Is.Zero);
        Assert.That((await host.SendAsync("PUT", "/v1/data/a", "1", ("Argos-Engine-Id", host.Identity.Id))).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task A_source_needs_a_sound_name_and_there_are_not_too_many()
    {
        await using var host = await ManagementHost.StartAsync();

        Assert.That((await host.SendAsync("PUT", "/v1/data/a", "1", ("Argos-Source", "No Name"))).Status, Is.EqualTo(400));
        for (var i = 0; i < 32; i++) Assert.That((await host.SendAsync("PUT", "/v1/data/a", "1", ("Argos-Source", $"s{i}"))).Status, Is.EqualTo(204));
        Assert.That((await host.SendAsync("PUT", "/v1/data/a", "1", ("Argos-Source", "one-more"))).Status, Is.EqualTo(400));
    }

    private static async Task<int> StatusAsync(ManagementHost host, string authorization) =>
        (await host.SendAsync("GET", "/v1/status", null, ("Authorization", authorization))).Status;
}
