using System.Text;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Projection;

public sealed class PackedJsonTests
{
    [TestCase("")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("\"\"")]
    [TestCase("{\"a\":\"\"}")]
    [TestCase("{\"a:\":\"b:\",\"c\":[\"d:\",\"e\"],\"f\":1.50}")]
    [TestCase("{\"a\":\"x\\\"y\\\\\",\"b\":\":\\\"\"}")]
    [TestCase("not json :\" at all \\")]
    [TestCase("{\"ü\":\"日本\",\"n\":{\"o\":null}}")]
    public void Bytes_come_back_as_they_were(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        // The second time the parts are known.
        for (var i = 0; i < 3; i++) AssertComesBack(bytes);
    }

    [TestCase("{\"uid\":\"5f1d6e1e-0000-4000-8000-00000000abcd\"}", 32)]
    [TestCase("{\"uid\":\"5F1D6E1E-0000-4000-8000-00000000ABCD\"}", 46)]
    [TestCase("{\"startTime\":\"2026-02-28T23:59:59Z\"}", 26)]
    [TestCase("{\"startTime\":\"1969-02-28T23:59:59Z\"}", 36)]
    [TestCase("{\"startTime\":\"2026-02-30T23:59:59Z\"}", 36)]
    [TestCase("{\"ip\":\"10.0.255.1\"}", 18)]
    [TestCase("{\"ip\":\"10.0.256.1\"}", 22)]
    [TestCase("{\"ip\":\"10.00.25.1\"}", 22)]
    [TestCase("{\"ip\":\"+1.0.25.1\"}", 22)]
    [TestCase("{\"ip\":\"10.0.25.1x\"}", 22)]
    [TestCase("{\"name\":\"pod-1\"}", 18)]
    [TestCase("{\"x\":\"pod-1\"}", 18)]
    public void Texts_of_a_known_form_take_their_bits_and_come_back(string text, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        AssertComesBack(bytes);
        Assert.That(PackedJson.Pack(bytes, "pod-1"u8, StringTable.Current), Has.Length.LessThanOrEqualTo(most));
    }

    [TestCase(127)]
    [TestCase(128)]
    [TestCase(16_383)]
    [TestCase(16_384)]
    [TestCase(100_000)]
    public void Long_texts_come_back_as_they_were(int length)
    {
        var bytes = Encoding.UTF8.GetBytes($"{{\"uid\":\"{new string('x', length)}\",\"z\":\"{new string('y', length)}\"}}");

        AssertComesBack(bytes);
    }

    [Test]
    public void Random_bytes_come_back_as_they_were()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            // Few different bytes, so that quotes, colons and escapes meet often.
            var bytes = Enumerable.Range(0, random.Next(64)).Select(_ => (byte)"{}:\"\\ab,"[random.Next(8)]).ToArray();
            AssertComesBack(bytes);
        }
    }

    [Test]
    [NonParallelizable]
    public void Pod_of_many_costs_at_most_288_bytes()
    {
        // The memory of the whole process: what other tests have left may be given back meanwhile.
        var each = Enumerable.Range(0, 3).Select(static _ => BytesOfEach(20_000)).Order().ElementAt(1);

        TestContext.Out.WriteLine($"{each} bytes for each pod");
        Assert.That(each, Is.InRange(100, 288));
    }

    private static long BytesOfEach(int pods)
    {
        var store = new Store<ProjectedObject>(static () => { });
        var projection = ObjectProjection.OfPods([]);
        store.Fill(Pod(projection, pods));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        store.Write(new WatchEvent<ProjectedObject>.Init());
        for (var i = 0; i < pods; i++) store.Write(new WatchEvent<ProjectedObject>.InitApply(Pod(projection, i)));
        store.Write(new WatchEvent<ProjectedObject>.InitDone());
        store.TakeAll();

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / pods;
        GC.KeepAlive(store);
        return each;
    }

    private static void AssertComesBack(byte[] bytes)
    {
        var packed = PackedJson.Pack(bytes, "pod-1"u8, StringTable.Current);
        Assert.That(PackedJson.Unpack(packed, "pod-1"u8, StringTable.Current), Is.EqualTo(bytes));
        Assert.That(PackedJson.SizeOf(packed, "pod-1"u8, StringTable.Current), Is.EqualTo(bytes.Length));
    }

    private static ProjectedObject Pod(ObjectProjection projection, int i) => projection.Read(Some.Json($$$"""
        {"metadata":{"namespace":"team-{{{i % 100}}}","name":"web-{{{i / 10:x8}}}-{{{i:x5}}}","uid":"{{{Guid.NewGuid()}}}","resourceVersion":"{{{100_000 + i}}}","creationTimestamp":"2026-03-01T12:{{{i % 60:00}}}:00Z",
         "labels":{"app":"web-{{{i / 10 % 500}}}","app.kubernetes.io/name":"web","pod-template-hash":"{{{i / 10:x8}}}","team":"team-{{{i % 100}}}"}},
         "spec":{"serviceAccountName":"web","nodeName":"ip-10-0-{{{i % 250}}}-1.ec2.internal"},
         "status":{"phase":"Running","podIP":"10.{{{i / 65536}}}.{{{i / 256 % 256}}}.{{{i % 256}}}","podIPs":[{"ip":"10.{{{i / 65536}}}.{{{i / 256 % 256}}}.{{{i % 256}}}"}],"hostIP":"10.0.{{{i % 250}}}.1","hostIPs":[{"ip":"10.0.{{{i % 250}}}.1"}],"startTime":"2026-03-01T12:{{{i % 60:00}}}:00Z"}}
        """), out _)!;
}
