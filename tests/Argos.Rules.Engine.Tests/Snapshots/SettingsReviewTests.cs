using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Snapshots;
using Argos.Rules.Engine.Tests.Policies.Providers;

namespace Argos.Rules.Engine.Tests.Snapshots;

internal sealed class SettingsReviewTests
{
    private static readonly ActivePolicy Main = ProviderPoliciesTests.Policy("n/stock/kubernetes.csx", "k8s.*",
        "issuer: {type: text, required: true}",
        "requireSanIp: {type: flag, default: false}",
        "webIdentity: {type: object, members: {audience: {type: text, required: true}}}");

    private SnapshotStore _store = null!;

    private SettingsReview Review { get; set; } = null!;

    [SetUp]
    public void Start()
    {
        _store = new SnapshotStore();
        Review = new SettingsReview(_store);
    }

    [Test]
    public void Misspelt_member_is_named_with_its_place_and_the_nearest_name()
    {
        Put(Main);
        Put("providers/k8s.good", """{"issuer":"i"}""");
        Put("providers/k8s.bad", """{"issuer":"i","requireSanIP":true}""");
        Put("providers/k8s.nested", """{"issuer":"i","webIdentity":{"audence":"a"}}""");

        Assert.That(Review.All, Is.EqualTo(new[]
        {
            new InvalidSetting("providers/k8s.bad", "settings-invalid", "unknown setting `requireSanIP`; did you mean `requireSanIp`?") { Setting = "requireSanIP", Nearest = "requireSanIp" },
            new InvalidSetting("providers/k8s.nested", "settings-invalid", "setting `webIdentity` has the unknown member `audence`; did you mean `audience`?")
            {
                Policy = Main.Id, Setting = "webIdentity.audence", Nearest = "audience",
            },
        }));
    }

    [Test]
    public void Missing_setting_names_the_policy_that_needs_it()
    {
        Put(Main);
        Put("providers/k8s.a", "{}");

        Assert.That(Review.All, Is.EqualTo(new[] { new InvalidSetting("providers/k8s.a", "settings-missing", "setting `issuer` is missing") { Policy = Main.Id, Setting = "issuer" } }));
    }

    [Test]
    public void Verdict_follows_the_policy()
    {
        Put("providers/k8s.a", """{"issuer":"i","limit":1}""");
        Assert.That(Review.All, Is.Empty, "without policies nothing is known");

        Put(Main);
        Assert.That(Review.All.Single().Setting, Is.EqualTo("limit"));

        Put(ProviderPoliciesTests.Policy("n/mine/limit.csx", "k8s.*", "limit: {type: number}"));
        Assert.That(Review.All, Is.Empty);
    }

    [Test]
    public void Document_for_which_there_is_no_policy_is_named()
    {
        Put(Main);
        Put("providers/k9s.a", """{"issuer":"i"}""");
        Put("providers/acme.b", """{"issuer":"i","policies":["kubernets"]}""");
        Put("providers/acme.c", """{"issuer":"i","policies":["kubernetes"]}""");

        Assert.That(Review.All.Select(static i => (i.Path, i.Code, i.Setting, i.Nearest)), Is.EqualTo(new[]
        {
            ("providers/acme.b", "settings-invalid", "policies", "kubernetes"),
            ("providers/k9s.a", "no-policy-applies", null, (string?)null),
        }));
    }

    [Test]
    public void One_document_for_all_providers_is_looked_through()
    {
        Put(Main);
        Put("providers", """{"k8s.a":{"issuer":"i"},"k8s.b":{}}""");

        Assert.That(Review.All.Single().Path, Is.EqualTo("providers/k8s.b"));
    }

    [Test]
    public void Each_source_hears_of_its_own_documents()
    {
        Put(Main);
        Put("providers/k8s.a", "{}");
        Put("providers/k8s.b", "{}");

        Assert.That(Review.Of([Path("providers/k8s.b"), Path("kubernetes/pods")]).Select(static i => i.Path), Is.EqualTo(new[] { "providers/k8s.b" }));
        Assert.That(Review.Of([]), Is.Empty);
    }

    [Test]
    public void Nothing_is_worked_out_again_while_policies_and_settings_stay()
    {
        Put(Main);
        Put("providers/k8s.a", "{}");
        var first = Review.All;

        Put("kubernetes/pods/n/a", """{"metadata":{"uid":"u"}}""");

        Assert.That(Review.All, Is.EqualTo(first));
        Assert.That(Review.All.Single(), Is.SameAs(first.Single()));
    }

    [Test]
    public void Very_many_are_cut()
    {
        Put(Main);
        Put("providers", $"{{{string.Join(',', Enumerable.Range(0, 1200).Select(static i => $"\"k8s.{i}\":{{}}"))}}}");

        Assert.That(Review.All, Has.Length.EqualTo(1000));
    }

    private void Put(ActivePolicy policy) => _store.ChangePolicies(policies => policies.With(policy));

    private void Put(string path, string json) => Assert.That(_store.ChangeData(data => data.With(Path(path), JsonDocument.Parse(json).RootElement)).Problem, Is.Null);

    private static DataPath Path(string text) => DataPath.TryParse(text, out var path, out _) ? path : throw new AssertionException(text);
}
