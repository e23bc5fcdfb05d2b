using System.IO.Pipelines;
using System.Text;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

/// <summary>The lines of a watch, cut as a network cuts them.</summary>
public sealed class WatchReaderTests
{
    private const string Line = """{"type":"ADDED","object":{"metadata":{"name":"zwölf-€-😀"}}}""";

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    public async Task Lines_are_whole_wherever_they_are_cut_also_in_the_midst_of_a_character(int piece)
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes($"{Line}\n\n{Line}\r\n"), piece);

        Assert.That(read, Is.EqualTo(new[] { "ADDED zwölf-€-😀", "ADDED zwölf-€-😀" }));
    }

    [Test]
    public async Task Line_that_the_end_cuts_off_is_dropped() =>
        Assert.That(await ReadAsync(Encoding.UTF8.GetBytes($"{Line}\n{Line[..^3]}"), 100), Has.Count.EqualTo(1));

    [TestCase("no json")]
    [TestCase("[]")]
    [TestCase("{\"type\":\"ADDED\"}")]
    [TestCase("{\"type\":1,\"object\":{}}")]
    public async Task Line_that_is_no_event_is_a_failure_after_those_before_it(string bad)
    {
        List<string> read = [];

        await Assert.ThatAsync(() => ReadAsync(Encoding.UTF8.GetBytes($"{Line}\n{bad}\n{Line}\n"), 100, read), Throws.InstanceOf<ApiException>());

        Assert.That(read, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Line_without_an_end_is_given_up_before_it_fills_the_memory()
    {
        var endless = new byte[9 * 1024 * 1024];
        Array.Fill(endless, (byte)'x');

        await Assert.ThatAsync(() => ReadAsync(endless, 64 * 1024), Throws.InstanceOf<ApiException>().With.Message.Contains("8 MiB"));
    }

    private static async Task<List<string>> ReadAsync(byte[] bytes, int piece, List<string>? into = null)
    {
        List<string> read = into ?? [];
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writing = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length; at += piece) await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
            await pipe.Writer.CompleteAsync();
        });
        await foreach (var line in WatchReader.ReadAsync(pipe.Reader.AsStream(), CancellationToken.None))
            read.Add($"{line.Type} {line.Object.GetProperty("metadata").GetProperty("name").GetString()}");
        await writing;
        return read;
    }
}
