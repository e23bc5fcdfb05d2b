using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class ListenAddressTests
{
    [TestCase("0.0.0.0:4443", "0.0.0.0:4443")]
    [TestCase("127.0.0.1:0", "127.0.0.1:0")]
    [TestCase("[::]:4443", "[::]:4443")]
    [TestCase("[::1]:8181", "[::1]:8181")]
    [TestCase("localhost:8181", "127.0.0.1:8181")]
    public void TryParse_of_an_address_with_a_port_reads_both(string text, string expected)
    {
        Assert.That(ListenAddress.TryParse(text, out var address), Is.True);
        Assert.That(address!.ToString(), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("4443")]
    [TestCase(":4443")]
    [TestCase("1.2:4443")]
    [TestCase("010.0.0.1:4443")]
    [TestCase("::1:4443")]
    [TestCase("[127.0.0.1]:x")]
    [TestCase("127.0.0.1:")]
    [TestCase("127.0.0.1:65536")]
    [TestCase("127.0.0.1:+1")]
    [TestCase("example.com:4443")]
    [TestCase("http://127.0.0.1:4443")]
    public void TryParse_of_anything_else_fails(string text) => Assert.That(ListenAddress.TryParse(text, out _), Is.False);
}
