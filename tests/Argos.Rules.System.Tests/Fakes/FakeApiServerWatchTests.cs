using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class FakeApiServerWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private FakeApiServer _server = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Time = _time, WatchList = true }, CancellationToken.None);
        _client = new ApiClient(_server.Url);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Watch_sends_what_came_after_its_version_and_what_comes()
    {
        Apply("old");
        var since = _server.Objects.Version;
        Apply("missed");

        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=true&resourceVersion={since}");
        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED missed"));
        Apply("old", "1");
        _server.Objects.Remove(ResourceKind.Pods, "x", "old");

        Assert.That(await NextAsync(watch), Is.EqualTo("MODIFIED old"));
        Assert.That(await NextAsync(watch), Is.EqualTo("DELETED old"));
    }

    [Test]
    public async Task Watch_without_a_version_begins_with_everything()
    {
        Apply("a");

        using var watch = await _client.WatchAsync("/api/v1/namespaces/x/pods?watch=true");

        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
    }

    [Test]
    public async Task Watch_with_initial_events_marks_their_end()
    {
        Apply("a");

        using var watch = await _client.WatchAsync("/api/v1/pods?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");

        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
        var mark = await ReadAsync(watch);
        Assert.That((string?)mark!["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"], Is.EqualTo("true"));
    }

    [Test]
    public async Task Watch_with_a_selector_adds_what_comes_to_match_and_deletes_what_no_longer_does()
    {
        Apply("a");
        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=true&labelSelector=v%3D1&resourceVersion={_server.Objects.Version}");

        Apply("a", "1");
        Apply("a", "2");

        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
        Assert.That(await NextAsync(watch), Is.EqualTo("DELETED a"));
    }

    [Test]
    public async Task Watch_from_a_version_that_was_compacted_gets_an_error_event_and_the_end()
    {
        var since = _server.Objects.Version;
        Apply("a");
        _server.Objects.Compact();

        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=true&resourceVersion={since}");

        var line = await ReadAsync(watch);
        Assert.That(((string?)line!["type"], (int?)line["object"]!["code"]), Is.EqualTo(("ERROR", 410)));
        Assert.That(await ReadAsync(watch), Is.Null);
    }

    [Test]
    public async Task Watch_that_is_cut_breaks_the_connection()
    {
        using var watch = await OpenAsync();

        _server.CutWatches();

        Assert.That(async () => await watch.ReadLineAsync().WaitAsync(Patience), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Watch_that_is_expired_gets_410_and_the_end()
    {
        using var watch = await OpenAsync();

        _server.ExpireWatches();

        Assert.That((int?)(await ReadAsync(watch))!["object"]!["code"], Is.EqualTo(410));
        Assert.That(await ReadAsync(watch), Is.Null);
    }

    [Test]
    public async Task Watch_ends_after_its_timeout_with_a_last_bookmark()
    {
        using var watch = await OpenAsync("&timeoutSeconds=30&allowWatchBookmarks=true");

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.That((string?)(await ReadAsync(watch))!["type"], Is.EqualTo("BOOKMARK"));
        Assert.That(await ReadAsync(watch), Is.Null);
    }

    [Test]
    public async Task Watch_gets_a_bookmark_every_minute()
    {
        using var watch = await OpenAsync("&allowWatchBookmarks=true");

        _time.Advance(TimeSpan.FromSeconds(60));

        var line = await ReadAsync(watch);
        Assert.That((string?)line!["type"], Is.EqualTo("BOOKMARK"));
        Assert.That((string?)line["object"]!["metadata"]!["resourceVersion"], Is.EqualTo(_server.Objects.Version.ToString(global::System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task Watch_that_is_held_is_silent_and_then_sends_in_the_other_order()
    {
        using var watch = await OpenAsync();
        _server.Faults.HoldWatches();

        Apply("a");
        Apply("b");
        var next = NextAsync(watch);
        Assert.That(next.IsCompleted, Is.False);
        _server.Faults.ReleaseWatches(reverse: true);

        Assert.That(await next, Is.EqualTo("ADDED b"));
        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
    }

    [Test]
    public async Task Watch_with_duplicates_sends_every_event_twice()
    {
        _server.Faults.DuplicateEvents = true;
        using var watch = await OpenAsync();

        Apply("a");

        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
        Assert.That(await NextAsync(watch), Is.EqualTo("ADDED a"));
    }

    [Test]
    public async Task Watch_with_a_delay_sends_when_the_time_has_come()
    {
        _server.Faults.EventDelay = TimeSpan.FromSeconds(5);
        using var watch = await OpenAsync();
        var timers = _time.ActiveTimers;

        Apply("a");
        var next = NextAsync(watch);
        await _time.WaitForTimersAsync(timers + 1, CancellationToken.None).WaitAsync(Patience);
        Assert.That(next.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await next, Is.EqualTo("ADDED a"));
    }

    private async Task<StreamReader> OpenAsync(string query = "")
    {
        var watch = await _client.WatchAsync($"/api/v1/pods?watch=true&resourceVersion={_server.Objects.Version}{query}");
        await Eventually.HoldsAsync(() => _server.Watches == 1 && _time.ActiveTimers == 2, "the watch is open", Patience, CancellationToken.None);
        return watch;
    }

    private static async Task<string> NextAsync(StreamReader watch)
    {
        var line = await ReadAsync(watch);
        return $"{line!["type"]} {line["object"]!["metadata"]!["name"]}";
    }

    private static async Task<JsonNode?> ReadAsync(StreamReader watch) =>
        await watch.ReadLineAsync().WaitAsync(Patience) is { } line ? JsonNode.Parse(line) : null;

    private void Apply(string name, string version = "0") => _server.Objects.Apply(
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"x","labels":{"v":"{{{version}}}"} } }""");
}
