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

    [TestCase("/", HttpStatusCode.Unauthorized)]
    [TestCase("/?token=", HttpStatusCode.Forbidden)]
    [TestCase("/?token=wrong", HttpStatusCode.Forbidden)]
    [TestCase("/scripts/main.js", HttpStatusCode.Unauthorized)]
    [TestCase("/api/start", HttpStatusCode.Unauthorized)]
    [TestCase("/api/examples/kubernetes", HttpStatusCode.Unauthorized)]
    public async Task Nobody_is_let_in_without_the_link(string path, HttpStatusCode status)
    {
        await using var run = await PlaygroundRun.StartAsync();

        Assert.That(await run.StatusAsync(run.Get(path)), Is.EqualTo(status));
    }

    [Test]
    public async Task Cookie_is_of_one_playground_unreadable_and_gone_with_the_browser()
    {
        await using var run = await PlaygroundRun.StartAsync();

        using var entered = await run.SendAsync(run.Get(run.Server.Link));
        var parts = entered.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant().Split("; ");

        Assert.That(parts[0], Does.StartWith($"argos-playground-{run.Server.Address.Port}="));
        Assert.That(parts[1..], Is.EquivalentTo(new[] { "path=/", "samesite=strict", "httponly" }), "no expiry, no domain");
        Assert.That(parts[0], Does.Not.Contain(run.Server.Link.Split('=')[1].ToLowerInvariant()));
    }

    [Test]
    public async Task Cookie_of_one_playground_opens_no_other()
    {
        await using var one = await PlaygroundRun.EnteredAsync();
        await using var other = await PlaygroundRun.StartAsync();
        other.Cookie = $"argos-playground-{other.Server.Address.Port}={one.Cookie!.Split('=')[1]}";

        Assert.That(await other.StatusAsync(other.Get("/")), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Link_lets_one_browser_in_once()
    {
        await using var run = await PlaygroundRun.StartAsync();
        var link = run.Server.Link;

        using var entered = await run.SendAsync(run.Get(link));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();

        Assert.That(entered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await entered.Content.ReadAsStringAsync(), Does.Contain("<link rel=\"icon\" href=\"data:,\">"),
            "else the browser asks for one, and is refused");
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
        var message = run.Post("/api/test", "{}");
        message.Headers.Remove("Origin");
        message.Headers.TryAddWithoutValidation("Origin", origin);

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task What_changes_something_must_say_its_origin()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Post("/api/test", "{}");
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
    [TestCase("/scripts/../../argos.dll")]
    [TestCase("/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/scripts/%2e%2e%2findex.html")]
    [TestCase("/scripts/..%5c..%5cargos.dll")]
    [TestCase("//etc/passwd")]
    [TestCase("/etc/passwd")]
    [TestCase("/scripts/")]
    [TestCase("/Index.html")]
    [TestCase("/index.html%00")]
    [TestCase("/web/index.html")]
    [TestCase("/monaco/LICENSE")]
    public async Task Nothing_but_the_page_is_served(string path)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        // Byte for byte: a client would resolve the path before it sends it.
        var response = await run.RawAsync(
            $"GET {path} HTTP/1.1\r\nHost: {run.Server.Address.Authority}\r\nCookie: {run.Cookie}\r\nConnection: close\r\n\r\n");

        Assert.That(response, Does.StartWith("HTTP/1.1 404").Or.StartWith("HTTP/1.1 400"));
        Assert.That(response, Does.Not.Contain("<html").And.Not.Contain("root:"));
    }
}
