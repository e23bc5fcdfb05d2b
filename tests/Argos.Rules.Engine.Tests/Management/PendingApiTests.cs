using System.Text.Json;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary><c>GET /v1/sync/{source}?pending=</c>.</summary>
internal sealed class PendingApiTests : ManagementTest
{
    [Test]
    public async Task What_is_pending_is_answered_as_soon_as_it_is_known()
    {
        var asking = Host.SendAsync("GET", "/v1/sync/mgmt?pending=20");
        await Host.Time.WaitForTimersAsync(1, CancellationToken.None);
        Assert.That(asking.IsCompleted, Is.False);

        Host.Refresh.Request("kubernetes/pods/shop/web-0");
        var reply = await asking;

        Assert.That(reply.Text, Is.EqualTo($$"""{"engineId":"{{Host.Identity.Id}}","pending":["kubernetes/pods/shop/web-0"],"asked":1}"""));
        Assert.That(Host.Time.Now, Is.EqualTo(Host.Time.Start), "it must not wait for any clock");
    }

    [Test]
    public async Task Nothing_is_the_answer_when_the_time_is_over()
    {
        var asking = Host.SendAsync("GET", "/v1/sync/mgmt?pending=20");
        await Host.Time.WaitForTimersAsync(1, CancellationToken.None);

        Host.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(Pending(await asking), Is.Empty);
    }

    [Test]
    public async Task An_engine_that_stops_is_not_held_up()
    {
        var asking = Host.SendAsync("GET", "/v1/sync/mgmt?pending=60");
        await Host.Time.WaitForTimersAsync(1, CancellationToken.None);

        await Host.Stopping.CancelAsync();

        Assert.That(Pending(await asking), Is.Empty);
    }

    [Test]
    public async Task Who_means_another_start_is_told_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/sync/mgmt?pending=20");
        request.Headers.Add("Argos-Engine-Id", "an-earlier-start");

        Assert.That((await Host.SendAsync(request)).Status, Is.EqualTo(412));
    }

    [TestCase("0")]
    [TestCase("61")]
    [TestCase("")]
    [TestCase("soon")]
    public async Task A_wait_that_is_no_number_of_seconds_is_400(string wait) =>
        Assert.That((await Host.SendAsync("GET", $"/v1/sync/mgmt?pending={wait}")).Status, Is.EqualTo(400));

    private static JsonElement.ArrayEnumerator Pending(ManagementHost.Reply reply) => reply.Body.GetProperty("pending").EnumerateArray();
}
