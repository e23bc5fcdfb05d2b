using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>Who has changed what: each write leaves a record, and refusals are counted and shown.</summary>
internal sealed class JournalTests : ManagementTest
{
    private static readonly (string, string) FromMgmt = (Headers.Source, "mgmt");

    [Test]
    public async Task Policy_that_is_put_into_force_and_removed_leaves_records_with_its_object_and_hashes()
    {
        var origin = new ObjectOrigin("ConfigMap", "argos", "stock; policies", "a.csx", "812");
        await Host.SendAsync("PUT", "/v1/policies/argos/stock/a.csx", "good", FromMgmt, (Headers.Origin, origin.ToHeader()));
        await Host.SendAsync("PUT", "/v1/policies/argos/stock/a.csx", "good", FromMgmt);
        await Host.SendAsync("DELETE", "/v1/policies/argos/stock/a.csx", null);

        Assert.That(Host.Changes.All.Select(static c => (c.Kind, c.Action, c.Source, c.Subject)), Is.EqualTo(new[]
        {
            ("policy", "activated", "mgmt", "argos/stock/a.csx"),
            ("policy", "removed", "management", "argos/stock/a.csx"),
        }));
        Assert.That((Host.Changes.All[0].Origin, Host.Changes.All[0].Before, Host.Changes.All[0].Text), Is.EqualTo((origin, (string?)null, (string?)null)));
        Assert.That(Host.Changes.All[0].PolicySetDigest, Is.Not.EqualTo(Host.Changes.All[1].PolicySetDigest));
        Assert.That(Host.Metrics.Exporter.Scrape(), Does.Contain("argos_policy_activations_total{result=\"ok\"} 1\n"));
    }

    [Test]
    public async Task Text_stands_in_the_record_where_evidence_is_kept()
    {
        Host.Audit.Evidence = true;

        await Host.SendAsync("PUT", "/v1/policies/a.csx", "good");

        Assert.That(Host.Changes.All.Single().Text, Is.EqualTo("good"));
    }

    [Test]
    public async Task Refusals_of_compiler_and_tests_are_recorded_counted_and_shown_until_a_good_text_comes()
    {
        await Host.SendAsync("PUT", "/v1/policies/a.csx", "broken", FromMgmt);
        await Host.SendAsync("PUT", "/v1/policies/b.csx", """{"source":"good","tests":"cases: []"}""", FromMgmt, ("Content-Type", "application/json"));

        Assert.That(Host.Changes.All.Select(static c => (c.Action, c.Subject, c.Stage, c.After)), Is.EqualTo(new[]
        {
            ("refused", "a.csx", RefusalStages.Compile, Hash("broken")),
            ("refused", "b.csx", RefusalStages.Tests, Hash("good")),
        }));
        Assert.That(Host.Changes.All[0].Problems.Single(), Does.StartWith("CS0103: The name 'broken'"));
        Assert.That(Host.Metrics.Exporter.Scrape(), Does.Contain("argos_policy_activations_total{result=\"refused\"} 2\n"));
        var refused = (await Host.SendAsync("GET", "/v1/status")).Body.GetProperty("refused");
        Assert.That(refused.EnumerateArray().Select(static r => (r.GetProperty("id").GetString(), r.GetProperty("stage").GetString(), r.GetProperty("source").GetString())), Is.EqualTo(new[]
        {
            ("a.csx", "compile", "mgmt"),
            ("b.csx", "tests", "mgmt"),
        }));

        await Host.SendAsync("PUT", "/v1/policies/a.csx", "good", FromMgmt);
        Assert.That((await Host.SendAsync("GET", "/v1/status")).Body.GetProperty("refused").EnumerateArray().Single().GetProperty("id").GetString(), Is.EqualTo("b.csx"));
    }

    [Test]
    public async Task Policy_without_room_is_a_refusal()
    {
        Host.Limits.Maximum = 1;
        await Host.SendAsync("PUT", "/v1/policies/a.csx", "good");

        await Host.SendAsync("PUT", "/v1/policies/b.csx", "good");

        Assert.That((Host.Changes.All[^1].Action, Host.Changes.All[^1].Stage), Is.EqualTo(("refused", RefusalStages.Limits)));
    }

    [Test]
    public async Task Documents_leave_records_with_the_hash_of_what_was_sent_and_replicated_objects_do_not()
    {
        await Host.SendAsync("PUT", "/v1/data/providers/k8s.one", """{"issuer": "i"}""", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/providers/k8s.one", """{"issuer": "i"}""", FromMgmt);
        await Host.SendAsync("PATCH", "/v1/data/providers", """[{"op":"replace","path":"/k8s.one/issuer","value":"j"}]""");
        await Host.SendAsync("DELETE", "/v1/data/providers/k8s.one", null, FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/clusters/east/nodes/n1", "{}", FromMgmt, (Headers.Objects, "clusters/east/nodes/*"));
        await Host.SendAsync("PUT", "/v1/data/kubernetes/keys", """{"keys":[]}""", FromMgmt);

        Assert.That(Host.Changes.All.Select(static c => (c.Kind, c.Action, c.Subject, c.Source)), Is.EqualTo(new[]
        {
            ("document", "written", "providers/k8s.one", "mgmt"),
            ("document", "written", "providers/k8s.one", "management"),
            ("document", "removed", "providers/k8s.one", "mgmt"),
            ("document", "written", "kubernetes/keys", "mgmt"),
        }));
        Assert.That((Host.Changes.All[0].Before, Host.Changes.All[0].After), Is.EqualTo(((string?)null, Hash("""{"issuer": "i"}"""))));
        Assert.That((Host.Changes.All[1].Before, Host.Changes.All[2].Before), Is.EqualTo((Host.Changes.All[0].After, Host.Changes.All[1].After)));
    }

    [Test]
    public async Task Source_leaves_a_record_when_its_set_is_complete_differs_and_is_repaired_and_none_for_heartbeats()
    {
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await DeclareAsync("good");
        await DeclareAsync("good");
        await DeclareAsync("other");
        await DeclareAsync("other");
        await DeclareAsync("good");

        var sources = Host.Changes.All.Where(static c => c.Kind == "source").ToArray();
        Assert.That(sources.Select(static c => c.Action), Is.EqualTo(new[] { "complete", "incomplete", "repaired" }));
        Assert.That(sources[1].Problems.Single(), Is.EqualTo("policies: 1 held, with other content than declared"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("a;b")]
    public void Header_that_names_no_object_is_none(string? header) => Assert.That(ObjectOrigin.Read(header), Is.Null);

    private Task<ManagementHost.Reply> DeclareAsync(string text)
    {
        var digest = SetDigest.Empty.Add(new PolicyText(text).HashAs("p.csx"));
        return Host.SendAsync("PUT", "/v1/sync/mgmt", $$$"""{"engineId":"{{{Host.Identity.Id}}}","generation":1,"policies":{"count":1,"digest":"{{{digest.Hex}}}"},"resources":{}}""");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
