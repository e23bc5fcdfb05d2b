using System.Net;
using System.Threading.Channels;
using Argos.Rules.Engine.Listeners;
using Microsoft.AspNetCore.Connections;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class BoundedListenerTests
{
    [Test]
    public async Task Connection_beyond_the_limit_is_accepted_when_another_is_closed()
    {
        var arrivals = new Arrivals(3);
        await using var listener = new BoundedListener(arrivals, 2);
        var first = (await listener.AcceptAsync())!;
        await using var second = (await listener.AcceptAsync())!;

        var third = listener.AcceptAsync().AsTask();
        Assert.That((third.IsCompleted, arrivals.Accepted), Is.EqualTo((false, 2)));

        first.Abort();
        Assert.That(third.IsCompleted, Is.False, "its socket is still there");
        await first.DisposeAsync();
        await first.DisposeAsync();
        await using var later = (await third)!;
        Assert.That(arrivals.Accepted, Is.EqualTo(3));
    }

    [Test]
    public async Task Listener_that_is_full_can_be_stopped()
    {
        var arrivals = new Arrivals(2);
        await using var listener = new BoundedListener(arrivals, 1);
        await using var only = (await listener.AcceptAsync())!;
        var waiting = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.That(await waiting, Is.Null);
    }

    [Test]
    public async Task Failed_accept_takes_no_place()
    {
        var arrivals = new Arrivals(1) { Failures = 3 };
        await using var listener = new BoundedListener(arrivals, 1);
        for (var i = 0; i < 3; i++) Assert.That(async () => await listener.AcceptAsync(), Throws.InstanceOf<IOException>());

        await using var accepted = await listener.AcceptAsync();

        Assert.That(accepted, Is.Not.Null);
    }

    /// <summary>The platform's own stand-in aborts on another thread, also after its end.</summary>
    private sealed class Connection : DefaultConnectionContext
    {
        public override void Abort(ConnectionAbortedException abortReason)
        {
        }
    }

    private sealed class Arrivals : IConnectionListener
    {
        private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

        public Arrivals(int count)
        {
            for (var i = 0; i < count; i++) _waiting.Writer.TryWrite(new Connection());
        }

        public int Accepted { get; private set; }

        public int Failures { get; set; }

        public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            if (Failures-- > 0) throw new IOException("none");
            var connection = await _waiting.Reader.ReadAsync(cancellationToken);
            Accepted++;
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
