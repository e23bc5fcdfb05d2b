using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>What ZTS signs and remembers.</summary>
internal sealed class ZtsSigningTests : ZtsFixture
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    [Test]
    public async Task Certificate_has_subject_and_names_of_the_request_and_our_authority()
    {
        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        var names = SubjectNames.Read(reply.Certificate!.Extensions);
        Assert.That(SubjectFields.SingleCommonName(reply.Certificate.SubjectName), Is.EqualTo("media.sports.api"));
        Assert.That(SubjectFields.Units(reply.Certificate.SubjectName), Is.EqualTo(new[] { ProviderName }));
        Assert.That(names.Dns, Has.Member("*.api.media-sports.cluster1.k8s.athenz.cloud"));
        Assert.That(names.Ips, Is.EqualTo(new[] { IPAddress.Parse("10.1.2.3") }));
        Assert.That(names.Uris, Is.EqualTo(new[] { "spiffe://media.sports/sa/api" }));
        Assert.That(Authority.Trusts(reply.Certificate), Is.True);
    }

    [TestCase("""{}""", 0, 43200)]
    [TestCase("""{"certExpiryTime":"10080"}""", 0, 10080)]
    [TestCase("""{"certExpiryTime":10080}""", 60, 60)]
    [TestCase("""{"certExpiryTime":"60"}""", 10080, 60)]
    [TestCase("""{"certExpiryTime":"7d"}""", 0, 43200)]
    [TestCase("""{"certExpiryTime":"99999999"}""", 0, 43200)]
    public async Task Certificate_lives_as_short_as_anybody_wants(string attributes, int asked, int expected)
    {
        Provider.Body = $$"""{"attributes":{{attributes}}}""";

        using var reply = await Agent.RegisterAsync(Api with { ExpiryMinutes = asked }, CancellationToken.None);

        Assert.That((reply.Certificate!.NotAfter - reply.Certificate.NotBefore).TotalMinutes - 60, Is.EqualTo(expected).Within(1));
    }

    [TestCase("client", ClientAuth)]
    [TestCase("server", ServerAuth + "," + ClientAuth)]
    [TestCase("", ServerAuth + "," + ClientAuth)]
    public async Task Certificate_has_the_usage_that_the_provider_wants(string usage, string expected)
    {
        Provider.Body = $$$"""{"attributes":{"certUsage":"{{{usage}}}"}}""";

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        var usages = reply.Certificate!.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.That(string.Join(',', usages.Cast<Oid>().Select(u => u.Value)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Attributes_that_zts_does_not_use_reach_the_agent()
    {
        Provider.Body = """{"attributes":{"certExpiryTime":"60","sanIP":"10.1.2.3"}}""";

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Attributes, Is.EqualTo(new Dictionary<string, string> { ["sanIP"] = "10.1.2.3" }));
    }

    [TestCase(ProviderName, null, true)]
    [TestCase("other", null, false)]
    [TestCase("other", "other", true)]
    public async Task Subject_unit_must_be_the_provider_or_the_one_it_allowed(string unit, string? allowed, bool granted)
    {
        Provider.Body = allowed is null ? "{}" : $$$"""{"attributes":{"certSubjectOU":"{{{allowed}}}"}}""";
        await StartZtsAsync(o => o with { VerifySubjectOu = true });

        using var reply = await Agent.RegisterAsync(Api with { SubjectUnit = unit }, CancellationToken.None);

        Assert.That(reply.Granted, Is.EqualTo(granted), reply.Message);
    }

    [Test]
    public async Task Refresh_with_the_current_and_the_previous_certificate_is_granted_and_with_an_older_one_revokes()
    {
        using var first = await Agent.RegisterAsync(Api, CancellationToken.None);
        using var second = await Agent.RefreshAsync(Api, first.Certificate!, CancellationToken.None);
        using var third = await Agent.RefreshAsync(Api, second.Certificate!, CancellationToken.None);

        using var stolen = await Agent.RefreshAsync(Api, first.Certificate!, CancellationToken.None);
        using var after = await Agent.RefreshAsync(Api, third.Certificate!, CancellationToken.None);

        Assert.That((second.Status, third.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That((stolen.Status, after.Status), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));
    }

    [Test]
    public async Task Refresh_of_a_revoked_instance_is_refused()
    {
        using var first = await Agent.RegisterAsync(Api, CancellationToken.None);
        Zts.Revoke(ProviderName, Api.InstanceId, "media.sports.api");

        using var reply = await Agent.RefreshAsync(Api, first.Certificate!, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Refresh_of_an_instance_without_a_record_is_refused_unless_the_provider_waives_it()
    {
        Provider.Body = """{"attributes":{"certRefresh":"false"}}""";
        using var first = await Agent.RegisterAsync(Api, CancellationToken.None);

        Provider.Body = "{}";
        using var refused = await Agent.RefreshAsync(Api, first.Certificate!, CancellationToken.None);
        Provider.Body = """{"attributes":{"certRefresh":"false"}}""";
        using var waived = await Agent.RefreshAsync(Api, first.Certificate!, CancellationToken.None);

        Assert.That((refused.Status, waived.Status), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.OK)));
    }
}
