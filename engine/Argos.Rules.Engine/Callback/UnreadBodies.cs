using System.IO.Pipelines;

namespace Argos.Rules.Engine.Callback;

/// <summary>
/// What becomes of the rest of a body that is refused before it was read. A caller that still sends may never read the answer when the
/// connection is closed under it, so the rest is read for it: of few callers at the same time, and not for long. Beyond that the rest of
/// bodies would cost all other callers more than the refusals save, and the connection is cut.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class UnreadBodies(TimeProvider time)
{
    /// <summary>Of so many callers at the same time the rest is read.</summary>
    internal const int AtOnce = 4;

    // A caller with a body ten times the default limit, on a slow line.
    private const int MostBytes = 2 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private int _running;

    /// <summary>Sends what is answered, reads the rest or cuts the connection.</summary>
    /// <param name="http">A request that has been answered, and whose body has not been read to its end.</param>
    public async Task EndAsync(HttpContext http)
    {
        // HTTP/2 tells its caller to stop, and the connection goes on.
        if (http.Request.Protocol != HttpProtocol.Http11) return;
        await http.Response.CompleteAsync();
        // Most have sent all before they are refused: whatever comes at once, they are cut by nothing.
        if (HasCome(http.Request.BodyReader)) return;
        try
        {
            if (Interlocked.Increment(ref _running) > AtOnce || !await ReadRestAsync(http)) http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Whether the whole rest is here, so that nobody has to wait for it.</summary>
    private static bool HasCome(PipeReader reader)
    {
        try
        {
            for (long bytes = 0; bytes <= MostBytes && reader.TryRead(out var read);)
            {
                bytes += read.Buffer.Length;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return true;
            }
        }
        catch (IOException)
        {
            // Broken: the server ends such a connection by itself, after the answer.
            return true;
        }
        return false;
    }

    /// <summary>Reads what is left.</summary>
    /// <returns>Whether nothing of it is left to wait for.</returns>
    private async Task<bool> ReadRestAsync(HttpContext http)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, http.RequestAborted);
        var reader = http.Request.BodyReader;
        try
        {
            for (long bytes = 0; bytes <= MostBytes;)
            {
                var read = await reader.ReadAsync(linked.Token);
                bytes += read.Buffer.Length;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return true;
            }
        }
        catch (OperationCanceledException)
        {
            // Late, or gone.
        }
        catch (IOException)
        {
            // Broken: the server ends such a connection by itself, after the answer.
            return true;
        }
        return false;
    }
}
