namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>The read time-out of ZTS: for each read by itself, from when the request is out. A provider that drips is waited for.</summary>
internal sealed class ReadDeadline(TimeSpan timeout, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public CancellationToken Token => _source.Token;

    public void Restart() => _source.CancelAfter(timeout);

    /// <summary>Reads a body to its end.</summary>
    public async Task<byte[]> ReadAsync(Stream stream)
    {
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        for (; ; )
        {
            Restart();
            var bytes = await stream.ReadAsync(buffer, Token);
            if (bytes == 0) return read.ToArray();
            read.Write(buffer, 0, bytes);
        }
    }

    public void Dispose() => _source.Dispose();
}
