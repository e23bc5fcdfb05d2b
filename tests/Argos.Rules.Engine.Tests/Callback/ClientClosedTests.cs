using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Argos.Rules.Engine.Tests.Listeners;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Callback;

/// <summary>A caller that hangs up: that is neither a slow body nor a wait that took too long, and no denial.</summary>
internal sealed class ClientClosedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string End = "\r\n\r\n";

    private const string Body = """{"provider":"p","domain":"d","service":"s"}""";

    [TestCase("POST /refresh HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"pro\r\n", true)]
    [TestCase("POST /refresh HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"pro\r\n", false)]
    [TestCase("POST /refresh HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n{\"pro", true)]
    [TestCase("POST /refresh HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n{\"pro", false)]
    public async Task Hanging_up_within_the_body_is_client_closed(string part, bool reset)
    {
        await using var engine = await new RunningEngine().StartAsync();

        await SendAndHangUpAsync(engine, part, reset, Task.CompletedTask);

        Assert.That(await RecordAsync(engine), Is.EqualTo(("undecided", "client-closed", 499)));
    }

    [Test]
    public async Task Hanging_up_while_it_is_decided_is_client_closed()
    {
        var deciding = new TaskCompletionSource();
        await using var engine = new RunningEngine
        {
            Decide = async (_, _, gone) =>
            {
                deciding.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone);
                throw new InvalidOperationException("the wait has no other end");
            },
        };
        await engine.StartAsync();

        await SendAndHangUpAsync(engine, $"POST /refresh HTTP/1.1\r\nHost: h\r\nContent-Length: {Body.Length}\r\n\r\n{Body}", reset: true, deciding.Task);

        Assert.That(await RecordAsync(engine), Is.EqualTo(("undecided", "client-closed", 499)));
    }

    [Test]
    public async Task It_is_counted_as_undecided_and_as_no_refusal()
    {
        await using var engine = await new RunningEngine().StartAsync();
        await SendAndHangUpAsync(engine, "POST /refresh HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n{", reset: true, Task.CompletedTask);
        using var http = engine.DiagnosticsClient();

        var metrics = "";
        await Eventually.HoldsAsync(
            async token => (metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), token)).Contains("client-closed", StringComparison.Ordinal),
            "it is counted", Patience, CancellationToken.None);

        Assert.That(metrics, Does.Match("argos_decision_codes_total\\{.*code=\"client-closed\".*\\} 1"));
        Assert.That(metrics, Does.Not.Match("outcome=\"denied\"[^\n]*} [1-9]").And.Not.Match("argos_callback_refused_total{[^\n]*} [1-9]"));
    }

    private static async Task SendAndHangUpAsync(RunningEngine engine, string text, bool reset, Task until)
    {
        using var issued = engine.Authority.Client(RunningEngine.Zts);
        using var certificate = RunningEngine.Exportable(issued);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, engine.CallbackUri.Port);
        var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: true, (_, server, _, _) => server is X509Certificate2 leaf && engine.Authority.Trusts(leaf), (_, _, _, _, _) => certificate);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = new X509CertificateCollection { certificate } });
        // A reset takes away what the server has not read yet: only when it asks for the body it has seen the request.
        var (head, body) = (text[..text.IndexOf(End, StringComparison.Ordinal)], text[(text.IndexOf(End, StringComparison.Ordinal) + End.Length)..]);
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nExpect: 100-continue{End}"));
        await tls.ReadExactlyAsync(new byte["HTTP/1.1 100 Continue\r\n\r\n".Length]);
        await tls.WriteAsync(Encoding.ASCII.GetBytes(body));
        await tls.FlushAsync();
        await until;
        if (reset) tcp.Client.LingerState = new LingerOption(true, 0);
        else await tls.DisposeAsync();
        tcp.Close();
    }

    private static bool IsRecorded(string file)
    {
        if (!File.Exists(file)) return false;
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Contains("\"decision\":", StringComparison.Ordinal);
    }

    private static async Task<(string? Outcome, string? Code, int Status)> RecordAsync(RunningEngine engine)
    {
        await Eventually.HoldsAsync(
            () => IsRecorded(engine.AuditFile), "it is recorded", Patience, CancellationToken.None);
        var lines = await engine.StopAndReadAuditAsync();
        using var json = JsonDocument.Parse(lines.Single());
        return (json.RootElement.GetProperty("outcome").GetString(), json.RootElement.GetProperty("codes")[0].GetString(), json.RootElement.GetProperty("status").GetInt32());
    }
}
