using System.Net.Sockets;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>An idle connection to the engine, only to notice at once that the process is gone. Its end is a hint, not a proof: the next declaration finds out.</summary>
internal static class EngineLine
{
    /// <summary>Returns when the connection has ended or cannot be made.</summary>
    public static async Task HoldAsync(Uri engine, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(engine.Host.Trim('[', ']'), engine.Port, cancellationToken);
            await socket.ReceiveAsync(new byte[1], SocketFlags.None, cancellationToken);
        }
        catch (SocketException)
        {
            // Gone is gone, however it ended.
        }
    }
}
