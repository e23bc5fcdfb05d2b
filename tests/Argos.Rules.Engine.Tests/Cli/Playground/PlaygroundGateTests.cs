using System.Net;
using Argos.Rules.Cli.Playground;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>Who is let in, and what the page may load.</summary>
internal sealed class PlaygroundGateTests
{
    [Test]
    public async Task Listens_on_the_loopback_address_only()
    {
        await using var run = await PlaygroundRun.StartAsync();

        Assert.That(IPAddress.IsLoopback(IPAddress.Parse(run.Server.Address.Host)), Is.True);
    }

    [TestCase("/")]
    [TestCase("/?token=")]
    [TestCase("/?token=wrong")]
    [TestCase("/scripts/main.js")]
    [TestCase("/api/start")]
    [TestCase("/api/examples/kubernetes")]
    public async Task Nobody_is_let_in_without_the_link(string path)
    {
        await using var run = await PlaygroundRun.StartAsync();

        Assert.That(await run.StatusAsync(run.Get(path)), Is.EqualTo(HttpStatusCode.Unauthorized).Or.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Link_lets_one_browser_in_once()
    {
        await using var run = await PlaygroundRun.StartAsync();
        var link = run.Server.Link;

        using var entered = await run.SendAsync(run.Get(link));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();

        Assert.That(entered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite=strict").IgnoreCase.And.Contain("path=/").IgnoreCase);
        Assert.That(await run.StatusAsync(run.Get(link)), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(run.Server.Link, Is.Not.EqualTo(link));
        run.Cookie = cookie.Split(';')[0];
        Assert.That(await run.StatusAsync(run.Get("/")), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task First_browser_makes_room_for_one_too_many()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var first = run.Cookie;
        for (var i = 0; i < PlaygroundLimits.Sessions; i++)
        {
            run.Cookie = null;
            using var entered = await run.SendAsync(run.Get(run.Server.Link));
            run.Cookie = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        Assert.That(await run.StatusAsync(run.Get("/")), Is.EqualTo(HttpStatusCode.OK));
        run.Cookie = first;
        Assert.That(await run.StatusAsync(run.Get("/")), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("evil.example.com")]
    [TestCase("127.0.0.1")]
    [TestCase("localhost:1")]
    [TestCase("[::1]:80")]
    public async Task Name_that_was_made_to_point_here_is_refused(string host)
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Get("/api/start");
        message.Headers.Host = host;

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.MisdirectedRequest));
    }

    [Test]
    public async Task Name_of_the_loopback_address_is_let_in()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Get("/api/start");
        message.Headers.Host = $"localhost:{run.Server.Address.Port}";

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("http://evil.example.com")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("http://127.0.0.1")]
    public async Task Page_of_another_origin_may_not_ask(string origin)
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Post("/api/check", "{}");
        message.Headers.Remove("Origin");
        message.Headers.TryAddWithoutValidation("Origin", origin);

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task What_changes_something_must_say_its_origin()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Post("/api/check", "{}");
        message.Headers.Remove("Origin");

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Page_of_another_site_may_not_read_either()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Get("/api/start");
        message.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("/")]
    [TestCase("/api/start")]
    [TestCase("/nothing")]
    public async Task Every_response_forbids_what_is_elsewhere(string path)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        using var response = await run.SendAsync(run.Get(path));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(policy,
            Does.StartWith("default-src 'none'; script-src 'self';").And.Contain("connect-src 'self'").And.Contain(
            "frame-ancestors 'none'"));
        Assert.That(policy, Does.Not.Contain("http").And.Not.Contain("*").And.Not.Contain("unsafe-eval"));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(response.Headers.GetValues("Cross-Origin-Resource-Policy"), Is.EqualTo(["same-origin"]));
        Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        Assert.That(response.Headers.Contains("Server"), Is.False);
    }

    [TestCase("/../argos.dll")]
    [TestCase("/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("//etc/passwd")]
    [TestCase("/scripts/")]
    [TestCase("/monaco/LICENSE")]
    public async Task Nothing_but_the_page_is_served(string path)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        Assert.That(await run.StatusAsync(run.Get(run.Server.Address.GetLeftPart(UriPartial.Authority) + path)),
            Is.EqualTo(HttpStatusCode.NotFound));
    }
}
