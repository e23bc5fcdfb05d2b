using Argos.Rules.Engine.Sync;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class RefreshRequestsTests
{
    [Test]
    public void Take_gives_each_root_once_and_only_so_many()
    {
        var requests = new RefreshRequests();
        for (var i = 0; i < 100; i++) requests.Request($"root/{i % 50}");

        Assert.That(requests.Take(), Has.Length.EqualTo(16).And.Unique);
        Assert.That(requests.Take(), Is.Empty);
    }
}
