using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Engine.Tests.Declarations;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Policies.Providers;

internal sealed class ProviderPoliciesTests
{
    private const string Provider = "k8s.c1.identityd";

    private static readonly ActivePolicy Main = Policy("n/stock/kubernetes.csx", "k8s.*",
        "issuer: {type: text, required: true}",
        "requireSanIp: {type: flag, default: false}",
        "clientIp: {type: text, values: [podIP, ignore], default: podIP}");

    private static readonly ActivePolicy Silent = Policy("n/mine/silent.csx", "k8s.*");

    [TestCase("""{"issuer":"i"}""", null, null)]
    [TestCase("""{"issuer":"i","requireSanIp":true,"$schema":"x"}""", null, null)]
    [TestCase("""{"issuer":"i","requireSanIP":true}""", "settings-invalid", "unknown setting `requireSanIP`; did you mean `requireSanIp`?")]
    [TestCase("""{"issuer":"i","certExpiryMinute":60}""", "settings-invalid", "unknown setting `certExpiryMinute`: no policy of this provider declares it under `settings` of its front matter")]
    [TestCase("""{"issuers":"i"}""", "settings-invalid", "unknown setting `issuers`; did you mean `issuer`?")]
    [TestCase("""{"issuer":"i","Issuer":"j"}""", "settings-invalid", "unknown setting `Issuer`; did you mean `issuer`?")]
    [TestCase("""{"issuer":"i","clientIp":"nodeIP"}""", "settings-invalid", "setting `clientIp` must be `podIP` or `ignore`")]
    [TestCase("""{"issuer":"i","clientIp":null}""", "settings-invalid", "setting `clientIp` is null: give it a value, or leave it out")]
    [TestCase("""{"issuer":"i","requireSanIp":"true"}""", "settings-invalid", "setting `requireSanIp` must be `true` or `false`")]
    [TestCase("{}", "settings-missing", "setting `issuer` is missing")]
    [TestCase("""{"issuer":""}""", "settings-missing", "setting `issuer` is missing")]
    [TestCase("""{"issuer":null}""", "settings-missing", "setting `issuer` is missing")]
    [TestCase("[]", "settings-invalid", "the settings document must be an object")]
    [TestCase("\"x\"", "settings-invalid", "the settings document must be an object")]
    [TestCase(null, "provider-unknown", "there is no settings document `providers/k8s.c1.identityd`")]
    public void Document_is_compared_with_what_the_policy_declares(string? document, string? code, string? detail)
    {
        var refusal = Of(document, Main).Policies.Single().Refusal;

        Assert.That(refusal?.Code, Is.EqualTo(code));
        Assert.That(refusal?.Detail, Is.EqualTo(detail));
    }

    [Test]
    public void Member_that_only_another_policy_declares_is_known()
    {
        var other = Policy("n/mine/limit.csx", "k8s.*", "limit: {type: number, required: true}");

        Assert.That(Of("""{"issuer":"i","limit":5}""", Main, other).Problems, Is.Empty);
        Assert.That(Of("""{"issuer":"i","limit":5}""", Main, Policy("x", "aws.*", "limit: {type: number}")).Problems.Single().Code, Is.EqualTo("settings-invalid"));
    }

    [Test]
    public void Missing_and_wrong_settings_refuse_the_policy_that_declares_them_and_unknown_ones_all()
    {
        var other = Policy("n/mine/limit.csx", "k8s.*", "limit: {type: number, required: true}");

        var missing = Of("""{"issuer":"i"}""", Main, other);
        var unknown = Of("""{"issuer":"i","limit":5,"limits":6}""", Main, other);

        Assert.That(missing.Policies.Select(static p => p.Refusal?.Code), Is.EqualTo(new[] { "settings-missing", null }));
        Assert.That(unknown.Policies.Select(static p => p.Refusal?.Code), Is.All.EqualTo("settings-invalid"));
    }

    [Test]
    public void Type_that_two_policies_declare_must_suit_both()
    {
        var other = Policy("n/mine/lists.csx", "k8s.*", "issuer: {type: texts, required: true}");

        Assert.That(Of("""{"issuer":"i"}""", Main, other).Policies.Select(static p => p.Refusal?.Code), Is.EqualTo(new[] { "settings-invalid", null }));
        Assert.That(Of("""{"issuer":["i"]}""", Main, other).Policies.Select(static p => p.Refusal?.Code), Is.EqualTo(new[] { null, "settings-invalid" }));
    }

    [Test]
    public void Member_is_unknown_also_when_a_policy_declares_nothing()
    {
        Assert.That(Of("""{"issuer":"i","depth":5}""", Main, Silent).Policies.Select(static p => p.Refusal?.Detail),
            Is.All.EqualTo("unknown setting `depth`: if policy `n/mine/silent.csx` reads it, declare it there, under `settings` of the front matter"));
        Assert.That(Of("{\"depth\":5}", Silent).Policies.Single().Refusal!.Code, Is.EqualTo("settings-invalid"));
    }

    [Test]
    public void Policy_that_declares_nothing_needs_no_document()
    {
        Assert.That(Of(null, Silent).Problems, Is.Empty);
        Assert.That(Of(null, Policy("a", "*", "limit: {type: number, default: 5}")).Problems, Is.Empty);
    }

    [Test]
    public void Defaults_are_what_the_settings_read_as_when_absent_for_each_policy_its_own()
    {
        var other = Policy("n/mine/other.csx", "k8s.*", "clientIp: {type: text, default: anything}", "issuer: {type: text}");

        var found = Of("""{"issuer":"i"}""", Main, other);

        Assert.That(found.Policies.Select(static p => p.Settings.Text("clientIp")), Is.EqualTo(new[] { "anything", "podIP" }));
        Assert.That(found.Policies[1].Settings.Flag("requireSanIp", true), Is.False);
        Assert.That(found.Policies[1].Settings["clientIp"].Exists, Is.True);
        Assert.That(Of("""{"issuer":"i","clientIp":"ignore"}""", Main).Policies.Single().Settings.Text("clientIp"), Is.EqualTo("ignore"));
        Assert.That(Of(null, Policy("a", "*", "limit: {type: number, default: 5}")).Policies.Single().Settings.Number("limit"), Is.EqualTo(5));
    }

    [TestCase("""{"one":[]}""", "settings-missing")]
    [TestCase("{}", "settings-missing")]
    [TestCase("""{"one":["a"]}""", null)]
    [TestCase("""{"two":"b"}""", null)]
    [TestCase("""{"one":[],"two":["b"]}""", null)]
    [TestCase(null, "provider-unknown")]
    public void One_of_two_is_needed(string? document, string? code) =>
        Assert.That(Of(document, Policy("a", "*", "one: {type: texts, unless: two}", "two: {type: text-or-texts, unless: one}")).Policies.Single().Refusal?.Code, Is.EqualTo(code));

    [TestCase("acme.aws.us-west-2", "{}", null, "us-west-2")]
    [TestCase("sys.k8s.aws-us-east-1", "{}", null, "us-east-1")]
    [TestCase("acme.aws.us-west-2", """{"awsRegion":"us-east-1"}""", null, "us-east-1")]
    [TestCase("acme.aws.ec2", """{"awsRegion":"us-east-1"}""", null, "us-east-1")]
    [TestCase("acme.aws.ec2", "{}", "settings-missing", null)]
    [TestCase("acme.aws.us-west", "{}", "settings-missing", null)]
    public void Region_comes_from_the_name_or_the_setting_and_from_nothing_else(string provider, string document, string? code, string? region)
    {
        var policy = Policy("a", "*", "awsRegion: {type: text, from: provider-region}");

        var found = PolicySet.Empty.With(policy).For(provider, Json(document)).Policies.Single();

        Assert.That(found.Refusal?.Code, Is.EqualTo(code));
        Assert.That(found.Settings.Text("awsRegion"), Is.EqualTo(region));
    }

    [Test]
    public void Verdict_is_found_out_once_for_each_content_and_set()
    {
        var set = PolicySet.Empty.With(Main);

        var first = set.For(Provider, Json("""{"issuer":"i"}"""));

        Assert.That(set.For(Provider, Json("""{"issuer":"i"}""")), Is.SameAs(first));
        Assert.That(set.For(Provider, Json("""{"issuer":"j"}""")), Is.Not.SameAs(first));
        Assert.That(set.With(Silent).For(Provider, Json("""{"issuer":"j"}""")).Policies, Has.Length.EqualTo(2));
    }

    [Test]
    public void Shown_names_are_short_and_on_one_line()
    {
        var name = new string('x', 300) + "\\n";

        var detail = Of($$"""{"issuer":"i","{{name}}":1}""", Main).Problems.Single().Detail;

        Assert.That(detail, Has.Length.LessThan(250));
        Assert.That(Of("""{"issuer":"i","a\nb":1}""", Main).Problems.Single().Detail, Does.Contain("`a b`"));
    }

    [Test]
    public void Problems_of_all_policies_together_are_cut()
    {
        var members = string.Join(',', Enumerable.Range(0, 1000).Select(static i => $"\"m{i}\":1"));

        Assert.That(Of($"{{{members}}}", Main).Problems.Select(static p => p.Setting), Is.EqualTo(Enumerable.Range(0, 16).Select(static i => $"m{i}").Append("issuer")));
    }

    [Test]
    public void Problems_of_one_policy_hide_none_of_another()
    {
        var many = Policy("a", Provider, [.. Enumerable.Range(0, 20).Select(static i => $"s{i}: {{type: text, required: true}}")]);
        var shadow = many with { FrontMatter = many.FrontMatter with { Shadow = true } };
        var enforced = Policy("b", Provider, "requireSanIp: {type: flag}");

        var found = Of("""{"requireSanIp": "yes"}""", shadow, enforced);

        Assert.That(found.Enforced.Single().Refusal?.Setting, Is.EqualTo("requireSanIp"));
    }

    internal static ActivePolicy Policy(string id, string provider, params string[] settings)
    {
        var frontMatter = new FrontMatter { Providers = [provider], Settings = Declared.Settings(settings) };
        return new ActivePolicy(id, "", "hash", frontMatter, static context => context.Allow(), null);
    }

    internal static DataValue Json(string? text) => text is null ? DataValue.Missing : new DataValue(JsonDocument.Parse(text).RootElement);

    private static ProviderPolicies Of(string? document, params ActivePolicy[] policies) =>
        policies.Aggregate(PolicySet.Empty, static (set, policy) => set.With(policy)).For(Provider, Json(document));
}
