using System.Net.Sockets;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>
/// What the HTTP client of ZTS does by itself: a connection that is reset before the body goes out is tried again,
/// three times. The end of a connection
/// in good form, a refused one and a time-out are not.
/// </summary>
internal static class ResetRetry
{
    public const int Tries = 4;

    public static bool Allows(Exception problem, int tries, bool bodyBegun) => tries < Tries && !bodyBegun && IsReset(problem);

    private static bool IsReset(Exception? problem) => problem switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => true,
        _ => IsReset(problem.InnerException),
    };
}
