using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Trial;

/// <summary>The trial process's end of the pipe. It is used by one thread, which does nothing while it waits for an answer.</summary>
internal sealed class TrialLine(Stream requests, Stream answers)
{
    private int _asked;

    /// <summary>The next request; <see langword="null"/> when the engine has closed the pipe.</summary>
    public byte[]? Receive()
    {
        _asked = 0;
        return Frames.ReceiveAsync(requests, TrialFrame.MaximumBytes, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Sends a frame.</summary>
    public void Send(byte[] frame) => Frames.SendAsync(answers, frame, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Answers the request.</summary>
    public void Answer<T>(T message, JsonTypeInfo<T> type) => Send(TrialFrame.Of(TrialFrame.Answer, message, type));

    /// <summary>Asks on behalf of a policy.</summary>
    /// <exception cref="LanguageUseException">It asks for too many values.</exception>
    public byte[] AskForPolicy(TrialAsk ask) =>
        ++_asked > TrialFrame.MaximumAsked ? throw new LanguageUseException($"outside decisions a policy may look at {TrialFrame.MaximumAsked} values, pods and facts at most") : Ask(ask);

    /// <summary>Asks the engine.</summary>
    public byte[] Ask(TrialAsk ask)
    {
        Send(TrialFrame.Of(TrialFrame.Ask, ask, TrialJson.Default.TrialAsk));
        var frame = Frames.ReceiveAsync(requests, TrialFrame.MaximumBytes, CancellationToken.None).GetAwaiter().GetResult();
        return frame is { Length: > 0 } ? frame : throw new EndOfStreamException("the engine has closed the pipe");
    }
}
