using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Tests.Listeners;
using Argos.Rules.TestKit.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Argos.Rules.Engine.Tests.Callback;

/// <summary>Bodies that are refused before they were read.</summary>
internal sealed class UnreadBodyTests
{
    private readonly ManualTime _time = new();

    [Test]
    public async Task A_caller_that_reads_only_when_it_has_sent_all_gets_the_answer()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Client(RunningEngine.Zts);
        using var certificate = RunningEngine.Exportable(issued);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, engine.CallbackUri.Port);
        await using var tls = new SslStream(
            tcp.GetStream(), leaveInnerStreamOpen: true, (_, server, _, _) => server is X509Certificate2 leaf && engine.Authority.Trusts(leaf));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = new X509CertificateCollection { certificate } });

        await tls.WriteAsync("POST /instance HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n"u8.ToArray());
        await tls.WriteAsync(new byte[1_000_000]);
        using var reader = new StreamReader(tls, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 413 ").And.Contains("larger than 131072 bytes"));
    }

    [Test]
    public async Task The_rest_is_read_of_few_at_once_and_of_further_callers_the_connection_is_cut()
    {
        var unread = new UnreadBodies(_time);
        var first = Enumerable.Range(0, UnreadBodies.AtOnce).Select(_ => new StalledCaller()).ToArray();
        var ending = first.Select(caller => unread.EndAsync(caller.Http)).ToArray();
        var next = new StalledCaller();

        await unread.EndAsync(next.Http);

        Assert.That(next.IsCut);
        Assert.That(first.Select(static caller => caller.IsCut), Is.All.False);
        Assert.That(ending.Select(static task => task.IsCompleted), Is.All.False);

        _time.Advance(TimeSpan.FromSeconds(3));
        await Task.WhenAll(ending);

        Assert.That(first.Select(static caller => caller.IsCut), Is.All.True, "whose rest does not come in time is cut too");
    }

    [Test]
    public async Task Who_was_read_makes_room()
    {
        var unread = new UnreadBodies(_time);
        for (var i = 0; i < UnreadBodies.AtOnce; i++)
        {
            var caller = new StalledCaller();
            var ending = unread.EndAsync(caller.Http);
            await caller.FinishAsync();
            await ending;
            Assert.That(caller.IsCut, Is.False);
        }
        var last = new StalledCaller();
        _ = unread.EndAsync(last.Http);

        Assert.That(last.IsCut, Is.False);
    }

    [Test]
    public async Task Whose_body_has_come_is_never_cut()
    {
        var unread = new UnreadBodies(_time);
        for (var i = 0; i < UnreadBodies.AtOnce; i++) _ = unread.EndAsync(new StalledCaller().Http);
        var whole = new StalledCaller();
        await whole.SendAsync(new byte[1000]);
        await whole.FinishAsync();

        await unread.EndAsync(whole.Http);

        Assert.That(whole.IsCut, Is.False);
    }

    [Test]
    public async Task An_endless_body_is_cut()
    {
        var caller = new StalledCaller();
        var ending = new UnreadBodies(_time).EndAsync(caller.Http);
        while (!ending.IsCompleted) await Task.WhenAny(caller.SendAsync(new byte[64 << 10]), ending);
        await ending;

        Assert.That(caller.IsCut);
    }

    private sealed class StalledCaller : IHttpRequestLifetimeFeature, IRequestBodyPipeFeature
    {
        private readonly Pipe _body = new();

        public StalledCaller()
        {
            Http = new DefaultHttpContext();
            Http.Request.Protocol = HttpProtocol.Http11;
            Http.Features.Set<IRequestBodyPipeFeature>(this);
            Http.Features.Set<IHttpRequestLifetimeFeature>(this);
        }

        public DefaultHttpContext Http { get; }

        public PipeReader Reader => _body.Reader;

        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsCut = true;

        public async Task SendAsync(byte[] bytes) => await _body.Writer.WriteAsync(bytes);

        public async Task FinishAsync() => await _body.Writer.CompleteAsync();
    }
}
