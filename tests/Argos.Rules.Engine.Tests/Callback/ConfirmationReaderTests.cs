using System.Text;
using Argos.Rules.Engine.Callback;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Callback;

internal sealed class ConfirmationReaderTests
{
    private const int Names = 60_000;

    private static readonly byte[] Large =
        Encoding.UTF8.GetBytes($$$"""{"provider":"p","domain":"d","service":"s","attributes":{"sanDNS":"{{{new string('a', Names)}}}"}}""");

    // Room for two of them: each counts as eight times its body.
    private readonly ConfirmationReader _reader = new(
        new CallbackOptions { MaximumBytesInWork = 1 << 20, BytesDomainSharePercent = 100 }, TimeProvider.System);

    [Test]
    public void Body_beyond_the_memory_of_those_in_work_is_refused_until_another_is_answered()
    {
        var first = Read(Large);
        var second = Read(Large);
        var third = Read(Large);
        first.Memory!.Dispose();
        var fourth = Read(Large);
        fourth.Memory!.Dispose();
        second.Memory!.Dispose();

        Assert.That(second.Confirmation, Is.Not.Null);
        Assert.That(third.IsOverloaded, Is.True);
        Assert.That(fourth.Confirmation!.Attributes["sanDNS"], Has.Length.EqualTo(Names));
        Assert.That(_reader.BytesInWork, Is.Zero);
    }

    [Test]
    public void Refusing_a_body_makes_no_texts_of_it()
    {
        using var first = Read(Large).Memory;
        using var second = Read(Large).Memory;
        // Buffers of this thread are there.
        _ = Read(Large);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Read(Large);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(refused.IsOverloaded, Is.True);
        Assert.That(allocated, Is.LessThan(Names));
    }

    [TestCase("""{"provider":"p","domain":"d"}""")]
    [TestCase("""{"provider":"p","domain":"d","service":"s","attributes":{"sanDNS":"\ud800"}}""")]
    [TestCase("""{"domain":"\ud800"}""")]
    [TestCase("[]")]
    [TestCase("{")]
    public void What_is_no_confirmation_keeps_no_memory(string body)
    {
        var read = Read(Encoding.UTF8.GetBytes(body));

        Assert.That(read.Status, Is.EqualTo(StatusCodes.Status400BadRequest));
        Assert.That(_reader.BytesInWork, Is.Zero);
    }

    private ReadResult Read(byte[] body)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        return _reader.ReadAsync(http.Request, CancellationToken.None).GetAwaiter().GetResult();
    }
}
