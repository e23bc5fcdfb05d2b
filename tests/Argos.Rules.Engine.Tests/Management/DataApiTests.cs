using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Tests.Data;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class DataApiTests
{
    private const int Limit = 64 * 1024;

    private ManagementHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await ManagementHost.StartAsync(new ManagementOptions { MaximumDataBytes = Limit, MaximumCollectionBytes = 4 * Limit });

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("/v1/data/none/at/all")]
    [TestCase("/v1/data/argos")]
    public async Task Get_of_nothing_is_200_without_a_result(string path)
    {
        var reply = await _host.SendAsync("GET", path);

        Assert.That((reply.Status, reply.Text), Is.EqualTo((200, "{}")));
    }

    [Test]
    public async Task Put_then_get_gives_the_value()
    {
        var put = await _host.SendAsync("PUT", "/v1/data/teams/media", """{"n": 1}""");
        Assert.That((put.Status, put.Bytes), Is.EqualTo((204, Array.Empty<byte>())));

        foreach (var (path, expected) in new[] { ("/v1/data/teams/media", """{"n": 1}"""), ("/v1/data/teams/media/n", "1"), ("/v1/data/teams/", """{"media":{"n": 1}}"""), ("/v1/data", """{"teams":{"media":{"n": 1}}}"""), ("/v1/data/?pretty", """{"teams":{"media":{"n": 1}}}""") })
        {
            var get = await _host.SendAsync("GET", path);
            Assert.That((get.Status, get.Text, get.Headers["Content-Type"]), Is.EqualTo((200, $$"""{"result":{{expected}}}""", "application/json")), path);
        }
    }

    [Test]
    public async Task Put_of_a_text_with_a_byte_order_mark_gives_the_value()
    {
        var put = await _host.SendAsync("PUT", "/v1/data/teams/media", "\uFEFF{\"n\": 1}");
        var patch = await _host.SendAsync("PATCH", "/v1/data/teams", "\uFEFF[{\"op\": \"add\", \"path\": \"/news\", \"value\": 2}]");

        Assert.That((put.Status, patch.Status), Is.EqualTo((204, 204)), put.Text + patch.Text);
        Assert.That((await _host.SendAsync("GET", "/v1/data/teams")).Text, Is.EqualTo("""{"result":{"media":{"n": 1},"news":2}}"""));
    }

    [TestCase("")]
    [TestCase("""{"input":{"user":"x"}}""")]
    public async Task Post_reads_as_get_does(string body)
    {
        await _host.SendAsync("PUT", "/v1/data/a", "[1]");

        var reply = await _host.SendAsync("POST", "/v1/data/a/0", body);

        Assert.That((reply.Status, reply.Text), Is.EqualTo((200, """{"result":1}""")));
    }

    [Test]
    public async Task Post_of_malformed_json_is_400() =>
        Assert.That((await _host.SendAsync("POST", "/v1/data/a", "{")).Status, Is.EqualTo(400));

    [Test]
    public async Task An_encoded_slash_stays_in_its_segment()
    {
        await _host.SendAsync("PUT", "/v1/data/a%2Fb/c", "1");

        Assert.That((await _host.SendAsync("GET", "/v1/data")).Text, Is.EqualTo("""{"result":{"a/b":{"c":1}}}"""));
    }

    [Test]
    public async Task Put_if_none_match_writes_only_what_is_new()
    {
        var first = await _host.SendAsync("PUT", "/v1/data/a/b", "1", ("If-None-Match", "*"));
        var second = await _host.SendAsync("PUT", "/v1/data/a/b", "2", ("If-None-Match", "*"));

        Assert.That((first.Status, second.Status), Is.EqualTo((204, 304)));
        Assert.That((await _host.SendAsync("GET", "/v1/data/a/b")).Text, Is.EqualTo("""{"result":1}"""));
    }

    [Test]
    public async Task Put_through_a_value_is_404_conflict_and_changes_nothing()
    {
        await _host.SendAsync("PUT", "/v1/data/a", "\"text\"");

        var reply = await _host.SendAsync("PUT", "/v1/data/a/b/c", "1");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((404, "resource_conflict")));
        Assert.That((await _host.SendAsync("GET", "/v1/data/a")).Text, Is.EqualTo("""{"result":"text"}"""));
    }

    [TestCase("PUT", "/v1/data/argos/decision", "{}", 404, "resource_conflict")]
    [TestCase("PUT", "/v1/data", "[]", 400, "invalid_parameter")]
    [TestCase("PUT", "/v1/data/a//b", "1", 400, "invalid_parameter")]
    [TestCase("GET", "/v1/data/a//b", null, 400, "invalid_parameter")]
    [TestCase("DELETE", "/v1/data/a//b", null, 400, "invalid_parameter")]
    [TestCase("DELETE", "/v1/data/none", null, 404, "resource_not_found")]
    [TestCase("DELETE", "/v1/data", null, 404, "resource_conflict")]
    [TestCase("PATCH", "/v1/data", """[{"op":"remove","path":"/none"}]""", 404, "resource_not_found")]
    [TestCase("PATCH", "/v1/data", """[{"op":"add","path":"/no/parent","value":1}]""", 404, "resource_not_found")]
    [TestCase("PATCH", "/v1/data", """{"op":"add"}""", 400, "invalid_parameter")]
    [TestCase("PATCH", "/v1/data", """[{"op":"test","path":"","value":1}]""", 409, "resource_conflict")]
    [TestCase("PUT", "/v1/data/kubernetes/pods/ns/p", """{"metadata":{"name":"q"}}""", 400, "invalid_parameter")]
    public async Task A_refused_request_says_why(string method, string path, string? body, int status, string code)
    {
        var reply = await _host.SendAsync(method, path, body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((status, code)), reply.Text);
    }

    [TestCase("{\"a\":\n 1,}", "line 2, byte 4")]
    [TestCase("", "empty")]
    [TestCase("{\"a\":1,\"a\":2}", "twice")]
    [TestCase("\"\\ud800\"", "half of a character")]
    [TestCase("{\"\\uD800x\":1}", "half of a character")]
    [TestCase("1 2", "line 1, byte 3")]
    public async Task Malformed_json_is_400_and_changes_nothing(string body, string says)
    {
        foreach (var method in new[] { "PUT", "PATCH" })
        {
            var reply = await _host.SendAsync(method, "/v1/data/a", body);

            Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
            Assert.That(reply.Text, Does.Contain(says));
        }
        Assert.That(_host.Store.Current.Revision, Is.Zero);
    }

    [Test]
    public async Task Escaped_whole_characters_are_fine() =>
        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", "\"\\ud83d\\ude00\"")).Status, Is.EqualTo(204));

    [Test]
    public async Task Bytes_that_are_no_utf8_are_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/data/a") { Content = new ByteArrayContent([(byte)'"', 0xff, (byte)'"']) };

        Assert.That((await _host.SendAsync(request)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Nesting_without_end_is_400() =>
        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", new string('[', 1000) + new string(']', 1000))).Status, Is.EqualTo(400));

    [Test]
    public async Task Patch_that_fails_half_way_applies_nothing()
    {
        await _host.SendAsync("PUT", "/v1/data/a", """{"b":1}""");

        var reply = await _host.SendAsync("PATCH", "/v1/data/a", """[{"op":"replace","path":"/b","value":2},{"op":"remove","path":"/none"}]""", ("Content-Type", "application/json-patch+json"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((404, "resource_not_found")));
        Assert.That(reply.Text, Does.Contain("operation 1").And.Contain("nothing was applied"));
        Assert.That((await _host.SendAsync("GET", "/v1/data/a/b")).Text, Is.EqualTo("""{"result":1}"""));
    }

    [Test]
    public async Task Patch_and_delete_change_the_data()
    {
        await _host.SendAsync("PUT", "/v1/data/a", """{"b":1,"c":[1]}""");

        Assert.That((await _host.SendAsync("PATCH", "/v1/data/a", """[{"op":"add","path":"/c/-","value":2}]""")).Status, Is.EqualTo(204));
        Assert.That((await _host.SendAsync("DELETE", "/v1/data/a/b")).Status, Is.EqualTo(204));

        Assert.That((await _host.SendAsync("GET", "/v1/data/a")).Text, Is.EqualTo("""{"result":{"c":[1,2]}}"""));
    }

    [Test]
    public async Task A_body_over_the_limit_is_413()
    {
        var body = $"\"{new string('x', Limit)}\"";
        using var chunked = new HttpRequestMessage(HttpMethod.Put, "/v1/data/a") { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) };
        chunked.Headers.TransferEncodingChunked = true;

        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", body)).Status, Is.EqualTo(413));
        Assert.That((await _host.SendAsync(chunked)).Status, Is.EqualTo(413));
        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", $"\"{new string('x', Limit - 2)}\"")).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task A_collection_has_a_limit_of_its_own_and_no_part_of_one_beyond_it_is_taken()
    {
        Assert.That((await _host.SendAsync("PUT", "/v1/data/kubernetes/pods", Pods(2 * Limit))).Status, Is.EqualTo(204));
        var held = _host.Store.Current.Data.PodCount;
        Assert.That((await _host.SendAsync("PUT", "/v1/data/kubernetes/pods", Pods(5 * Limit))).Status, Is.EqualTo(413));

        Assert.That(held, Is.GreaterThan(100));
        Assert.That(_host.Store.Current.Data.PodCount, Is.EqualTo(held));
    }

    private static string Pods(int bytes) =>
        $"{{\"shop\":{{{string.Join(',', Enumerable.Range(0, bytes / 100).Select(static i => $"\"p{i}\":{{\"metadata\":{{\"name\":\"p{i}\",\"uid\":\"{new string('u', 72)}\"}}}}"))}}}}}";

    [Test]
    public async Task A_gzip_body_is_read_and_its_limit_counts_what_it_unpacks_to()
    {
        Assert.That((await PutGzipAsync("""{"b":1}""")).Status, Is.EqualTo(204));
        Assert.That((await _host.SendAsync("GET", "/v1/data/a/b")).Text, Is.EqualTo("""{"result":1}"""));

        Assert.That((await PutGzipAsync($"\"{new string('x', 100 * Limit)}\"")).Status, Is.EqualTo(413));
    }

    [Test]
    public async Task A_body_that_is_not_what_its_encoding_says_is_refused()
    {
        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", "{}", ("Content-Encoding", "gzip"))).Status, Is.EqualTo(400));
        Assert.That((await _host.SendAsync("PUT", "/v1/data/a", "{}", ("Content-Encoding", "br"))).Status, Is.EqualTo(415));
    }

    [Test]
    public async Task A_large_answer_is_gzip_for_who_takes_it()
    {
        var text = new string('x', 5000);
        await _host.SendAsync("PUT", "/v1/data/a", $"\"{text}\"");

        var plain = await _host.SendAsync("GET", "/v1/data/a");
        var packed = await _host.SendAsync("GET", "/v1/data/a", null, ("Accept-Encoding", "gzip"));

        Assert.That(plain.Text, Is.EqualTo($$"""{"result":"{{text}}"}"""));
        Assert.That(packed.Headers["Content-Encoding"], Is.EqualTo("gzip"));
        using var reader = new StreamReader(new GZipStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress));
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(plain.Text));
    }

    [TestCase("/v1/data/a/../b")]
    [TestCase("/v1/data/a/%2e%2e/b")]
    [TestCase("/v1/data/.")]
    public async Task Dot_segments_are_refused_not_resolved(string target)
    {
        await _host.SendAsync("PUT", "/v1/data/b", "1");
        using var socket = new TcpClient("127.0.0.1", _host.Client.BaseAddress!.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadToEndAsync(), Does.StartWith("HTTP/1.1 400"));
    }

    [Test]
    public async Task A_collection_of_ten_thousand_pods_is_taken_at_once()
    {
        await using var host = await ManagementHost.StartAsync();
        var body = new StringBuilder("{\"ns\":{");
        for (var i = 0; i < 10_000; i++) body.Append(System.Globalization.CultureInfo.InvariantCulture, $$$"""{{{(i > 0 ? "," : "")}}}"p{{{i}}}":{"metadata":{"name":"p{{{i}}}","namespace":"ns","uid":"u{{{i}}}"},"status":{"phase":"Running"}}""");

        var reply = await host.SendAsync("PUT", "/v1/data/kubernetes/pods", body.Append("}}").ToString());

        Assert.That(reply.Status, Is.EqualTo(204));
        Assert.That(host.Store.Current.Data.PodCount, Is.EqualTo(10_000));
        Assert.That(Json.Same((await host.SendAsync("GET", "/v1/data/kubernetes/pods/ns/p77/metadata/uid")).Text, """{"result":"u77"}"""), Is.True);
    }

    private async Task<ManagementHost.Reply> PutGzipAsync(string body)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(body));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/data/a") { Content = new ByteArrayContent(packed.ToArray()) };
        return await _host.SendAsync(request, ("Content-Encoding", "gzip"));
    }
}
