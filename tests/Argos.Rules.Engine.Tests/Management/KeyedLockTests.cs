using Argos.Rules.Engine.Management;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class KeyedLockTests
{
    private readonly KeyedLock _lock = new();
    private readonly List<string> _ran = [];

    [SetUp]
    public void SetUp() => _ran.Clear();

    [Test]
    public async Task Work_of_one_key_is_done_in_order_and_that_of_another_beside_it()
    {
        var first = new TaskCompletionSource();
        var one = RunAsync("a", "one", first.Task);
        var two = RunAsync("a", "two", Task.CompletedTask);
        await RunAsync("b", "other", Task.CompletedTask);
        Assert.That(_ran, Is.EqualTo(new[] { "other" }));

        first.SetResult();
        await Task.WhenAll(one, two);

        Assert.That(_ran, Is.EqualTo(new[] { "other", "one", "two" }));
    }

    [Test]
    public async Task Caller_that_goes_before_its_turn_is_not_served_and_lets_nobody_past()
    {
        var first = new TaskCompletionSource();
        using var gone = new CancellationTokenSource();
        var one = RunAsync("a", "one", first.Task);
        var two = RunAsync("a", "two", Task.CompletedTask, gone.Token);
        var three = RunAsync("a", "three", Task.CompletedTask);

        await gone.CancelAsync();
        Assert.That(async () => await two, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((three.IsCompleted, _ran.Count), Is.EqualTo((false, 0)));

        first.SetResult();
        await Task.WhenAll(one, three);
        Assert.That(_ran, Is.EqualTo(new[] { "one", "three" }));
    }

    private Task<int> RunAsync(string key, string name, Task until, CancellationToken cancellation = default) => _lock.RunAsync(
        key,
        async () =>
        {
            await until;
            _ran.Add(name);
            return 0;
        },
        cancellation);
}
