using Argos.Rules.Engine.Sync;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class RefreshRequestsTests
{
    [Test]
    public void Take_gives_each_path_once_and_only_so_many()
    {
        var requests = new RefreshRequests();
        for (var i = 0; i < 200; i++) requests.Request($"root/{i % 100}");

        Assert.That(requests.Take("mgmt").Paths, Has.Length.EqualTo(64).And.Unique);
        Assert.That(requests.Take("mgmt").Paths, Is.Empty);
    }

    [Test]
    public void Every_source_is_told()
    {
        var requests = new RefreshRequests();
        requests.Request("before/anybody-asked");
        Assert.That(requests.Take("one").Paths, Is.EqualTo(new[] { "before/anybody-asked" }));
        Assert.That(requests.Take("two").Paths, Is.Empty);

        requests.Request("a/b");

        Assert.That(requests.Take("one").Paths, Is.EqualTo(new[] { "a/b" }));
        Assert.That(requests.Take("two").Paths, Is.EqualTo(new[] { "a/b" }));
    }

    [Test]
    public async Task TakeAsync_ends_with_the_first_request_or_when_the_time_is_over()
    {
        var (requests, time) = (new RefreshRequests(), new ManualTime());
        var first = requests.TakeAsync("mgmt", TimeSpan.FromSeconds(20), time, CancellationToken.None);
        Assert.That(first.IsCompleted, Is.False);

        requests.Request("a/b");
        Assert.That((await first).Paths, Is.EqualTo(new[] { "a/b" }));

        var second = requests.TakeAsync("mgmt", TimeSpan.FromSeconds(20), time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.That(second.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await second).Paths, Is.Empty);
        Assert.That(time.ActiveTimers, Is.Zero);
    }

    [Test]
    public async Task Absence_answers_those_who_asked_before_the_question_and_nobody_else()
    {
        var requests = new RefreshRequests();
        var path = Data.Json.Path("kubernetes/pods/a/b");
        using var gone = new CancellationTokenSource();
        var early = requests.AskAsync(path, CancellationToken.None);
        var question = requests.Take("mgmt");
        var late = requests.AskAsync(path, gone.Token);

        requests.Absences.Report(path, question.Number);

        await early;
        Assert.That((late.IsCompleted, requests.Absences.Waiting), Is.EqualTo((false, 1)));
        Assert.That(requests.Take("mgmt").Paths, Is.EqualTo(new[] { "kubernetes/pods/a/b" }), "it has to be asked for again");

        await gone.CancelAsync();
        Assert.That(async () => await late, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(requests.Absences.Waiting, Is.Zero);
    }

    [Test]
    public async Task Absence_of_what_another_source_was_asked_for_later_counts_as_well()
    {
        var requests = new RefreshRequests();
        var path = Data.Json.Path("kubernetes/pods/a/b");
        requests.Take("one");
        var asking = requests.AskAsync(path, CancellationToken.None);
        requests.Take("one");

        requests.Absences.Report(path, requests.Take("two").Number);

        await asking;
    }
}
