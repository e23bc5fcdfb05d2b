using System.Text;

namespace Argos.Rules.TestKit.Proxies;

/// <summary>One connection through a proxy. It ends as soon as one of its two ends does.</summary>
/// <param name="proxy">Knows where to stop.</param>
/// <param name="client">Who asks.</param>
/// <param name="server">Who answers.</param>
internal sealed class PassingConnection(StepProxy proxy, Stream client, Stream server) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile PassingRequest? _current;
    private volatile StepStop? _stop;
    private int _answered = 1;

    /// <summary>The request that passes, or passed last.</summary>
    public PassingRequest? Current => _current;

    public async Task RunAsync()
    {
        var both = new[] { RequestsAsync(_ended.Token), AnswersAsync(_ended.Token) };
        await Task.WhenAny(both);
        await _ended.CancelAsync();
        // A connection that breaks is nothing to tell.
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _ended.Dispose();

    public void Cut()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private async Task RequestsAsync(CancellationToken cancellationToken)
    {
        var reader = new RequestReader(client);
        while (await reader.HeadAsync(cancellationToken) is { } bytes)
        {
            var head = Encoding.Latin1.GetString(bytes);
            var request = PassingRequest.Read(head[..head.IndexOf("\r\n", StringComparison.Ordinal)]);
            var stop = proxy.Take(request);
            (_current, _stop) = (request, stop);
            Interlocked.Exchange(ref _answered, 0);
            if (stop?.Point == StopPoint.BeforeRequest && await stop.HoldAsync(request, cancellationToken) is { } target)
                bytes = Encoding.Latin1.GetBytes(head.Replace($" {request.Target} ", $" {target} ", StringComparison.Ordinal));
            await server.WriteAsync(bytes, cancellationToken);
            var within = stop?.Point == StopPoint.WithinRequest ? stop : null;
            await foreach (var piece in reader.BodyAsync(head, cancellationToken))
            {
                var half = within is null ? 0 : piece.Length / 2;
                await server.WriteAsync(piece.AsMemory(0, half), cancellationToken);
                if (within is not null) await within.HoldAsync(request, cancellationToken);
                within = null;
                await server.WriteAsync(piece.AsMemory(half), cancellationToken);
            }
            if (stop?.Point == StopPoint.AfterRequest) await stop.HoldAsync(request, cancellationToken);
        }
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await server.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (Interlocked.Exchange(ref _answered, 1) == 0 && _current is { } request)
            {
                proxy.Answered(request, Encoding.Latin1.GetString(buffer, 0, count));
                if (_stop is { Point: StopPoint.AfterRequest or StopPoint.BeforeAnswer } stop) await stop.HoldAsync(request, cancellationToken);
            }
            await client.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
