using System.Net;
using System.Text;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Proxies;
using Argos.Rules.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class StepProxyTests
{
    private const string Text = "what is sent";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _begun;
    private int _read;

    [SetUp]
    public void Forget() => (_begun, _read) = (0, 0);

    [TestCase(StopPoint.BeforeRequest, 0, 0, true)]
    [TestCase(StopPoint.WithinRequest, 1, 0, true)]
    [TestCase(StopPoint.WithinRequest, 1, 0, false)]
    [TestCase(StopPoint.AfterRequest, 1, 1, true)]
    [TestCase(StopPoint.BeforeAnswer, 1, 1, false)]
    public async Task Request_is_held_at_its_point_and_goes_on(StopPoint point, int begun, int read, bool chunked)
    {
        await using var server = await HttpHost.StartAsync(EchoAsync, null, 0, CancellationToken.None);
        await using var proxy = StepProxy.Start(server.Url);
        using var client = new HttpClient { BaseAddress = proxy.Url };
        var stop = proxy.StopAt(point, static request => request is { Method: "PUT", Path: "/held" });
        using var passing = await SendAsync(client, "/other", chunked);

        var (before, readBefore) = (_begun, _read);
        var held = SendAsync(client, "/held", chunked);
        var request = await stop.Reached.WaitAsync(Patience);
        await Eventually.HoldsAsync(() => (_begun - before, _read - readBefore) == (begun, read), "it stands where it is held", Patience, CancellationToken.None);
        var early = held.IsCompleted;
        stop.Release();
        using var answer = await held;

        Assert.That((passing.StatusCode, answer.StatusCode, early), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, false)));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("/held " + Text));
        Assert.That(request.Target, Is.EqualTo("/held"));
        Assert.That(proxy.Log.Select(static entry => (entry.Request.Path, entry.Status)), Is.EqualTo(new[] { ("/other", 200), ("/held", 200) }));
    }

    [Test]
    public async Task Held_request_can_be_sent_elsewhere()
    {
        await using var server = await HttpHost.StartAsync(EchoAsync, null, 0, CancellationToken.None);
        await using var proxy = StepProxy.Start(server.Url);
        using var client = new HttpClient { BaseAddress = proxy.Url };
        var stop = proxy.StopAt(StopPoint.BeforeRequest, static _ => true);

        var held = SendAsync(client, "/held", chunked: true);
        await stop.Reached.WaitAsync(Patience);
        stop.Release("/elsewhere?a=b");

        using var answer = await held;
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("/elsewhere?a=b " + Text));
    }

    [Test]
    public async Task Connection_ends_with_the_server_also_while_it_is_held_and_without_a_server_at_once()
    {
        var server = await HttpHost.StartAsync(EchoAsync, null, FreePort.Next(), CancellationToken.None);
        await using var proxy = StepProxy.Start(server.Url);
        using var client = new HttpClient { BaseAddress = proxy.Url, Timeout = Patience };
        var stop = proxy.StopAt(StopPoint.BeforeRequest, static _ => true);
        var held = SendAsync(client, "/held", chunked: false);
        await stop.Reached.WaitAsync(Patience);

        await server.DisposeAsync();

        Assert.That(async () => await held, Throws.InstanceOf<HttpRequestException>());
        Assert.That(async () => await SendAsync(client, "/next", chunked: false), Throws.InstanceOf<HttpRequestException>());
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(Text) };
        if (chunked) request.Headers.TransferEncodingChunked = true;
        return client.SendAsync(request);
    }

    private async Task EchoAsync(HttpContext context)
    {
        Interlocked.Increment(ref _begun);
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        Interlocked.Increment(ref _read);
        await context.Response.WriteAsync($"{context.Request.Path}{context.Request.QueryString} {text}", context.RequestAborted);
    }
}
