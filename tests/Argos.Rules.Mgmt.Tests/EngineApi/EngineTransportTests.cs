using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.EngineApi;

/// <summary>What reaches the engine of a request, and what becomes of its answer.</summary>
public sealed class EngineTransportTests
{
    private readonly ManualTime _time = new();
    private Recorder _engine = null!;
    private HttpClient _http = null!;
    private string _token = "";

    [SetUp]
    public async Task StartAsync()
    {
        _engine = new Recorder();
        _http = new HttpClient(_engine) { Timeout = Timeout.InfiniteTimeSpan };
        _token = Path.GetTempFileName();
        await File.WriteAllTextAsync(_token, "first\n");
    }

    [TearDown]
    public void Stop()
    {
        _http.Dispose();
        _engine.Dispose();
        File.Delete(_token);
    }

    [Test]
    public async Task Token_is_read_anew_for_each_request()
    {
        await SendAsync("http://127.0.0.1:1/", 10);
        await File.WriteAllTextAsync(_token, "second");
        await SendAsync("http://127.0.0.1:1/", 10);

        Assert.That(_engine.Seen.Select(static seen => seen.Authorization), Is.EqualTo(new[] { "Bearer first", "Bearer second" }));
        Assert.That(_engine.Seen.Select(static seen => (seen.Source, seen.EngineId)).Distinct(), Is.EqualTo(new[] { ("mgmt", "e1") }));
    }

    [TestCase("http://127.0.0.1:1/", 100_000, false)]
    [TestCase("http://engine.example.com:1/", 100, false)]
    [TestCase("http://engine.example.com:1/", 100_000, true)]
    public async Task Large_body_is_compressed_when_it_leaves_the_machine(string url, int size, bool compressed)
    {
        await SendAsync(url, size);

        var seen = _engine.Seen.Single();
        Assert.That((seen.Compressed, seen.Length), Is.EqualTo((compressed, size)));
    }

    [Test]
    public async Task Token_file_that_is_gone_is_a_failure_and_not_a_request_without_a_token()
    {
        File.Delete(_token);

        await Assert.ThatAsync(() => SendAsync("http://127.0.0.1:1/", 1), Throws.InstanceOf<EngineUnavailableException>());
        Assert.That(_engine.Seen, Is.Empty);
    }

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.InternalServerError)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.RequestTimeout)]
    public async Task Engine_that_cannot_or_will_not_now_is_unavailable(HttpStatusCode status)
    {
        _engine.Status = status;

        await Assert.ThatAsync(() => SendAsync("http://127.0.0.1:1/", 1), Throws.InstanceOf<EngineUnavailableException>().With.Message.Not.Contains("first"), "the token is a secret");
    }

    [Test]
    public async Task Another_engine_is_told_by_its_status_or_by_its_id()
    {
        _engine.Status = HttpStatusCode.PreconditionFailed;
        await Assert.ThatAsync(() => SendAsync("http://127.0.0.1:1/", 1), Throws.InstanceOf<EngineRestartedException>());

        (_engine.Status, _engine.Id) = (HttpStatusCode.OK, "e2");
        await Assert.ThatAsync(() => SendAsync("http://127.0.0.1:1/", 1), Throws.InstanceOf<EngineRestartedException>());
    }

    [Test]
    public async Task Connection_that_is_reset_as_soon_as_it_is_made_is_unavailable()
    {
        using var http = new HttpClient(new ResetHandler());
        var options = new EngineOptions { Url = new Uri("http://127.0.0.1:1/") };
        var transport = new EngineTransport(http, options, "mgmt", _time);

        await Assert.ThatAsync(
            () => transport.SendAsync(new HttpRequestMessage(HttpMethod.Get, options.Url), null, TimeSpan.FromSeconds(10), static (_, _) => Task.FromResult(true), CancellationToken.None),
            Throws.InstanceOf<EngineUnavailableException>());
    }

    [TestCase(null, "is not there yet")]
    [TestCase(" \n", "is empty")]
    public async Task Token_file_that_the_engine_has_not_made_yet_is_waited_for_and_nothing_is_sent_without_it(string? content, string problem)
    {
        var made = _token;
        _token = Path.Combine(Path.GetDirectoryName(made)!, "later-" + Path.GetFileName(made));
        if (content is not null) await File.WriteAllTextAsync(_token, content);
        try
        {
            await Assert.ThatAsync(() => SendAsync("http://127.0.0.1:1/", 1), Throws.InstanceOf<EngineUnavailableException>().With.Message.Contains(problem));
            Assert.That(_engine.Seen, Is.Empty);

            await File.WriteAllTextAsync(_token, "made\n");
            await SendAsync("http://127.0.0.1:1/", 1);

            Assert.That(_engine.Seen.Single().Authorization, Is.EqualTo("Bearer made"));
        }
        finally
        {
            File.Delete(_token);
            _token = made;
        }
    }

    [Test]
    public async Task Engine_that_does_not_answer_is_given_up()
    {
        _engine.Hangs = true;
        var sending = SendAsync("http://127.0.0.1:1/", 1);
        await _time.WaitForTimersAsync(1, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThatAsync(() => sending, Throws.InstanceOf<EngineUnavailableException>().With.Message.Contains("10 s"));
    }

    private Task<bool> SendAsync(string url, int size)
    {
        var options = new EngineOptions { Url = new Uri(url), TokenFile = _token };
        var request = new HttpRequestMessage(HttpMethod.Put, new Uri(options.Url, "v1/data/x")) { Content = new ByteArrayContent(new byte[size]) };
        return new EngineTransport(_http, options, "mgmt", _time).SendAsync(request, "e1", TimeSpan.FromSeconds(10), static (_, _) => Task.FromResult(true), CancellationToken.None);
    }

    private sealed record Request(string? Authorization, string? Source, string? EngineId, bool Compressed, int Length);

    private sealed class Recorder : HttpMessageHandler
    {
        public ConcurrentQueue<Request> Seen { get; } = new();

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string Id { get; set; } = "e1";

        public bool Hangs { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var compressed = request.Content!.Headers.ContentEncoding.Contains("gzip");
            await using var body = await request.Content.ReadAsStreamAsync(cancellationToken);
            await using var plain = compressed ? new GZipStream(body, CompressionMode.Decompress) : body;
            using var whole = new MemoryStream();
            await plain.CopyToAsync(whole, cancellationToken);
            Seen.Enqueue(new Request(request.Headers.Authorization?.ToString(), Header(request, Headers.Source), Header(request, Headers.EngineId), compressed, (int)whole.Length));
            var response = new HttpResponseMessage(Status);
            response.Headers.Add(Headers.EngineId, Id);
            return response;
        }

        private static string? Header(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }
}
