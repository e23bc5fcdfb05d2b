namespace Argos.Rules.TestKit.Attacks;

/// <summary>How a call ended that has no status.</summary>
public static class CallEnd
{
    /// <summary>Nobody listened, or the listener closed the connection before the call was sent.</summary>
    public const int Refused = 0;

    /// <summary>The connection ended after the call was sent, without an answer.</summary>
    public const int Cut = -1;
}
