using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary><c>POST /v1/sync/{source}</c>.</summary>
internal sealed class AbsentApiTests : ManagementTest
{
    private const string Pod = "kubernetes/pods/shop/web-0";
    private const string Nothing = """{"count":0,"digest":"00000000000000000000000000000000"}""";

    private static readonly DataPath Path = Data.Json.Path(Pod);

    [Test]
    public async Task What_is_absent_wakes_those_who_asked_before_the_question()
    {
        await DeclareAsync("mgmt", "kubernetes/pods");
        var early = Host.Refresh.AskAsync(Path, CancellationToken.None);
        var number = Host.Refresh.Take("mgmt").Number;
        using var stop = new CancellationTokenSource();
        var late = Host.Refresh.AskAsync(Path, stop.Token);

        var reply = await ReportAsync("mgmt", Host.Identity.Id, Pod, number);

        await early;
        Assert.That((reply.Status, late.IsCompleted), Is.EqualTo((204, false)));
        await stop.CancelAsync();
    }

    [Test]
    public async Task Who_does_not_hold_the_collection_alone_cannot_tell()
    {
        using var stop = new CancellationTokenSource();
        var asking = Host.Refresh.AskAsync(Path, stop.Token);
        var number = Host.Refresh.Take("mgmt").Number;
        async Task TryAsync(string source) => Assert.That((await ReportAsync(source, Host.Identity.Id, Pod, number)).Status, Is.EqualTo(204));

        await TryAsync("unknown");
        await DeclareAsync("nodes", "kubernetes/nodes");
        await TryAsync("nodes");
        await DeclareAsync("mgmt", "kubernetes/pods");
        await DeclareAsync("second", "kubernetes/pods");
        await TryAsync("mgmt");

        Assert.That((asking.IsCompleted, Host.Refresh.Absences.Waiting), Is.EqualTo((false, 1)));
        await stop.CancelAsync();
    }

    [Test]
    public async Task Report_for_another_start_is_412() => Assert.That((await ReportAsync("mgmt", "an-earlier-start", Pod, 1)).Status, Is.EqualTo(412));

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"engineId":"x"}""")]
    [TestCase("""{"engineId":"x","absent":[null]}""")]
    [TestCase("""{"engineId":"x","absent":[{"asked":1}]}""")]
    [TestCase("""{"engineId":"x","absent":"kubernetes/pods/a/b"}""")]
    public async Task What_is_no_report_is_400(string body) => Assert.That((await Host.SendAsync("POST", "/v1/sync/mgmt", body)).Code, Is.EqualTo("invalid_parameter"));

    [Test]
    public async Task Path_that_is_none_is_400() => Assert.That((await ReportAsync("mgmt", Host.Identity.Id, "a//b", 1)).Status, Is.EqualTo(400));

    private Task<ManagementHost.Reply> ReportAsync(string source, string engineId, string path, long asked) =>
        Host.SendAsync("POST", $"/v1/sync/{source}", $$$"""{"engineId":"{{{engineId}}}","absent":[{"path":"{{{path}}}","asked":{{{asked}}}}]}""");

    private async Task DeclareAsync(string source, string root)
    {
        var declared = await Host.SendAsync(
            "PUT", $"/v1/sync/{source}", $$$"""{"engineId":"{{{Host.Identity.Id}}}","generation":1,"policies":{{{Nothing}}},"resources":{"{{{root}}}":{{{Nothing}}}}}""");
        Assert.That(declared.Status, Is.EqualTo(200), declared.Text);
    }
}
