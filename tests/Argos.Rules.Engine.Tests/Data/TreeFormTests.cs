using System.Text;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

/// <summary>A tree that is written down and read again is the very same: by content, by digest, and by where its documents end.</summary>
internal sealed class TreeFormTests
{
    private static DataTree Sample()
    {
        var large = new StringBuilder("{");
        for (var i = 0; i < 5000; i++) large.Append($"\"k{i}\":\"{i:d20}\",");
        return DataTree.Empty
            .Put("teams", """[ "shop" ,"books" ]""")
            .Put("providers/k8s.one", """{"issuer":"https://issuer","ü":null}""")
            .Put("kubernetes/keys", """{"keys":[]}""")
            .Put("kubernetes/pods/shop/web-1", """{ "status":{"podIP":"10.1.2.3"}, "metadata":{"namespace":"shop","name":"web-1","uid":"u-1","resourceVersion":"1"}}""")
            .Put("kubernetes/pods/shop/web-2", """{"metadata":{"namespace":"shop","name":"web-2","uid":"u-2","annotations":{"a":"b"}},"status":{}}""")
            .Put("kubernetes/nodes", """{"n-1":{"metadata":{"name":"n-1"}}}""")
            .Put("doc/large", large.Append("\"last\":1}").ToString())
            .Patched("doc/large", """[{"op":"replace","path":"/k7","value":{"b":1}},{"op":"remove","path":"/k8"},{"op":"add","path":"/new","value":[1]}]""");
    }

    [Test]
    public void Tree_is_the_same_again()
    {
        var tree = Sample();

        var again = Read(Written(tree));

        Assert.That(again.DigestText, Is.EqualTo(tree.DigestText));
        Assert.That(Json.Same(again.Get(""), tree.Get("")!), Is.True);
        Assert.That(again.PodCount, Is.EqualTo(2));
        Assert.That(again.FindPod("shop", "web-1")!.Uid, Is.EqualTo("u-1"));
        foreach (var path in (string[])["teams", "providers/k8s.one", "kubernetes/keys", "kubernetes/nodes/n-1", "doc/large/k7", "doc/large/k8", "doc/large/k9"])
            Assert.That(again.Describe(path), Is.EqualTo(tree.Describe(path)), path);
        Assert.That(Written(again), Is.EqualTo(Written(tree)));
    }

    [Test]
    public void Changes_go_on_from_it_as_from_the_first()
    {
        var (tree, again) = (Sample(), Read(Written(Sample())));
        const string Operations = """[{"op":"add","path":"/k8","value":2},{"op":"remove","path":"/new"}]""";

        Assert.That(again.Patched("doc/large", Operations).DigestText, Is.EqualTo(tree.Patched("doc/large", Operations).DigestText));
        Assert.That(again.Remove("kubernetes/pods/shop/web-1").DigestText, Is.EqualTo(tree.Remove("kubernetes/pods/shop/web-1").DigestText));
    }

    [Test]
    public void Text_that_is_cut_or_changed_is_refused_or_read_and_nothing_else()
    {
        var whole = Written(DataTree.Empty.Put("a/b", "[1]").Put("kubernetes/pods/shop/web-1", """{"metadata":{"namespace":"shop","name":"web-1","uid":"u-1"}}"""));
        for (var at = 0; at < whole.Length; at++)
        {
            Assert.That(() => Read(whole[..at]), Throws.InstanceOf<IOException>().Or.InstanceOf<InvalidDataException>());
            for (var bit = 0; bit < 8; bit++) Survives([.. whole[..at], (byte)(whole[at] ^ (1 << bit)), .. whole[(at + 1)..]]);
        }
    }

    private static void Survives(byte[] text)
    {
        try
        {
            Read(text);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or FormatException)
        {
            // Said to be of another form.
        }
    }

    private static byte[] Written(DataTree tree)
    {
        using var stream = new MemoryStream();
        using var output = new BinaryWriter(stream, Encoding.UTF8);
        using (var writer = new TreeWriter(output)) writer.Write(tree);
        output.Flush();
        return stream.ToArray();
    }

    private static DataTree Read(byte[] text)
    {
        using var input = new BinaryReader(new MemoryStream(text), Encoding.UTF8);
        return new TreeReader(input).Read();
    }
}
