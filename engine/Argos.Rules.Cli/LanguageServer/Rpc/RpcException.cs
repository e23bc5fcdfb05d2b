using System.Text.Json;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>A request that gets an error for a response.</summary>
/// <param name="code">One of the protocol's numbers.</param>
/// <param name="message">What is wrong, one line.</param>
internal sealed class RpcException(int code, string message) : Exception(message)
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;
    public const int ServerNotInitialized = -32002;
    public const int RequestCancelled = -32800;
    public const int ServerCancelled = -32802;

    public int Code => code;

    /// <summary>Whether an exception says that a message has not the form that it must have.</summary>
    public static bool IsOfMessage(Exception problem) =>
        problem is not ObjectDisposedException and (RpcException or KeyNotFoundException or InvalidOperationException or FormatException
            or JsonException or ArgumentException);
}
