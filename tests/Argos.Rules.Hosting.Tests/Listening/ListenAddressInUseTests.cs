using System.Net;
using System.Net.Sockets;
using Argos.Rules.Hosting.Listening;

namespace Argos.Rules.Hosting.Tests.Listening;

internal sealed class ListenAddressInUseTests
{
    [Test]
    public void Taken_port_is_told_with_the_setting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = (IPEndPoint)other.LocalEndpoint;

        Assert.That(
            ListenAddressInUse.Problem("A:Listen", taken),
            Is.EqualTo($"cannot listen on `{taken}`: another process listens there; correct `A:Listen`, or stop the other process"));
        Assert.That(ListenAddressInUse.Problem("A:Listen", new IPEndPoint(IPAddress.Any, taken.Port)), Does.Contain("another process"));
    }

    [Test]
    public void Address_of_another_machine_is_told()
    {
        Assert.That(
            ListenAddressInUse.Problem("A:Listen", new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4443)),
            Does.StartWith("cannot listen on `192.0.2.1:4443`: "));
    }

    [Test]
    public void Free_port_is_free_afterwards_too()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = (IPEndPoint)other.LocalEndpoint;
        other.Stop();

        Assert.That(ListenAddressInUse.Problem("A:Listen", address), Is.Null);
        Assert.That(ListenAddressInUse.Problem("A:Listen", address), Is.Null);
        Assert.That(ListenAddressInUse.Problem("A:Listen", new IPEndPoint(IPAddress.Any, 0)), Is.Null);
    }
}
