using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Tests.Data;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>Reading pods or other objects one by one must make no difference to reading them as a whole.</summary>
internal sealed class CollectionBodyTests
{
    private const int Limit = 1024 * 1024;

    private static readonly (DataPath Path, CollectionPath? Places)[] Places =
    [
        (DataPath.Pods, null),
        (DataPath.Pods.Append("a"), CollectionPath.Pods),
        (new DataPath(["kubernetes", "services"]), new CollectionPath(new DataPath(["kubernetes", "services"]), 4)),
        (new DataPath(["kubernetes", "services", "a"]), new CollectionPath(new DataPath(["kubernetes", "services"]), 4)),
        (new DataPath(["clusters", "east", "nodes"]), new CollectionPath(new DataPath(["clusters", "east", "nodes"]), 4)),
    ];

    private static readonly string[] Bodies =
    [
        "{}",
        " { } ",
        """{"a":{}}""",
        """{"a":{"p":{}}, "b" : {"p":{"metadata":{"uid":"1","labels":{"x":"\u00e4 {}[]\"\\"}}},"q":{"status":{"podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}]}}}}""",
        """{"a":{"p":{"spec":{"containers":[{"name":"main","args":[1,2.5e3,true,null]}]}}}}""",
        """{"a\u002fb":{"p~q":{}}}""",
        "",
        " ",
        "1",
        "[]",
        "null",
        "{",
        """{"a":{"p":{}}""",
        """{"a":{"p":{}}}}""",
        """{"a":{"p":{}}} 1""",
        """{"a":{"p":{},}}""",
        """{"a":1}""",
        """{"a":[]}""",
        """{"a":{"p":1}}""",
        """{"a":{"p":[]}}""",
        """{"a":{"p":null}}""",
        """{"a":{"p":{"metadata":{"name":"q"}}}}""",
        """{"a":{"p":{"metadata":{"namespace":"b"}}}}""",
        """{"a":{},"a":{}}""",
        """{"a":{"p":{},"p":{}}}""",
        """{"a":{"p":{"x":1,"x":2}}}""",
        """{"a":{"p":{"x":"\ud800"}}}""",
        """{"\ud800":{}}""",
        """{"a":{"\ud800":{}}}""",
        "{\"a\":{\"p\":{\"x\":\"\u0001\"}}}",
    ];

    [TestCaseSource(nameof(Bodies))]
    public async Task Is_read_as_the_whole_would_be(string body) => await AssertSameAsync(Encoding.UTF8.GetBytes(body));

    [Test]
    public async Task Bad_utf8_is_refused_as_in_the_whole()
    {
        foreach (var text in new[] { "{\"a\":{\"p\":{\"x\":\"?\"}}}", "{\"?\":{}}", "{\"a\":{\"?\":{}}}" })
            await AssertSameAsync([.. Encoding.UTF8.GetBytes(text).Select(static b => b == (byte)'?' ? (byte)0xC3 : b)]);
    }

    [Test]
    public async Task Damaged_bodies_are_taken_or_refused_as_the_whole_would_be()
    {
        var random = new Random(11);
        var good = Encoding.UTF8.GetBytes(Bodies[3]);
        for (var i = 0; i < 500; i++)
        {
            var bytes = good.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)"{}[]\":,\\ 1x\u0080"[random.Next(12)];
            await AssertSameAsync(bytes);
        }
    }

    [Test]
    public async Task Byte_order_mark_is_dropped_however_the_bytes_come()
    {
        const string Pods = """{"a":{"p":{"metadata":{"uid":"1"}}}}""";
        foreach (var piece in new[] { 1, 2, 3, 7, 100_000 })
        {
            var collection = new CollectionBuilder(DataTree.Empty, DataPath.Pods);

            Assert.That(await Body(collection).ReadAsync(Http([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Pods)], piece)), Is.Null, $"{piece} bytes at once");
            Assert.That(DataTree.Empty.With(collection).Tree!.FindPod("a", "p")!.Uid, Is.EqualTo("1"));
        }
        var mark = await Body(new CollectionBuilder(DataTree.Empty, DataPath.Pods)).ReadAsync(Http([0xEF, 0xBB, 0xBF], 1));
        Assert.That(mark?.Status, Is.EqualTo(400), "nothing but the mark");
    }

    [TestCase("kubernetes/pods", "kubernetes/pods/*/*", true)]
    [TestCase("kubernetes/pods/a", "", true)]
    [TestCase("kubernetes/pods/a/p", "", false)]
    [TestCase("kubernetes/pods", "kubernetes/pods/*", false)]
    [TestCase("kubernetes/services", "", false)]
    [TestCase("kubernetes/services", "kubernetes/services/*/*", true)]
    [TestCase("kubernetes/services/a/web", "kubernetes/services/*/*", false)]
    [TestCase("kubernetes/nodes", "kubernetes/services/*/*", false)]
    [TestCase("argos/decision", "argos/decision/*/*", false)]
    public void Is_used_for_collections_whose_objects_are_known_by_their_place(string path, string header, bool taken)
    {
        Assert.That(DataPath.TryParse(path, out var parsed, out _));
        var places = CollectionPath.TryParse(header, out var told) ? told : null;

        Assert.That(CollectionBuilder.Takes(parsed!, places), Is.EqualTo(taken));
    }

    [Test]
    public async Task Limit_counts_all_bytes()
    {
        var refusal = await Body(new CollectionBuilder(DataTree.Empty, DataPath.Pods), limit: 20).ReadAsync(Http("""{"a":{"p":{}}, "b":{}}"""u8.ToArray(), 3));

        Assert.That(refusal?.Status, Is.EqualTo(413));
    }

    [Test]
    public async Task A_pod_that_is_held_already_is_not_held_twice()
    {
        var before = DataTree.Empty.Put("kubernetes/pods/a/p", """{"metadata":{"uid":"1"}}""").Put("kubernetes/pods/a/q", """{"metadata":{"uid":"2"}}""");
        var collection = new CollectionBuilder(before, DataPath.Pods);

        Assert.That(await Body(collection).ReadAsync(Http("""{"a":{"p":{"metadata":{"uid":"1"}},"q":{"metadata":{"uid":"3"}}}}"""u8.ToArray(), 1000)), Is.Null);
        var after = before.With(collection).Tree!;

        Assert.That(after.FindPod("a", "p"), Is.SameAs(before.FindPod("a", "p")));
        Assert.That(after.FindPod("a", "q")!.Uid, Is.EqualTo("3"));
    }

    private static async Task AssertSameAsync(byte[] body)
    {
        foreach (var (path, places) in Places)
        {
            var whole = Whole(path, places, body);
            foreach (var piece in new[] { 1, 7, 100_000 })
            {
                var collection = new CollectionBuilder(DataTree.Empty, path, places);
                var refusal = await Body(collection).ReadAsync(Http(body, piece));
                var tree = refusal is null ? DataTree.Empty.With(collection).Tree : null;
                Assert.That(tree?.DigestOf(path), Is.EqualTo(whole?.DigestOf(path)), $"{path}, {piece} bytes at once: {Encoding.UTF8.GetString(body)}");
                Assert.That(tree?.Exists(path), Is.EqualTo(whole?.Exists(path)));
                if (tree is not null) Assert.That(collection.Count, Is.EqualTo(tree.DigestOf(path).Count));
            }
        }
    }

    private static DataTree? Whole(DataPath path, CollectionPath? places, byte[] body)
    {
        if (!JsonBody.TryParse(body, out var document, out _)) return null;
        using (document) return DataTree.Empty.With(path, document.RootElement, places).Tree;
    }

    private static CollectionBody Body(CollectionBuilder collection, int limit = Limit) => new(collection, limit);

    private static DefaultHttpContext Http(byte[] body, int piece)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new PiecesStream(body, piece);
        return http;
    }

    /// <summary>Gives a few bytes at each read, as a network may.</summary>
    private sealed class PiecesStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
