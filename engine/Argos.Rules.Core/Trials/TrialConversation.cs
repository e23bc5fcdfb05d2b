using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Core.Processes;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Core.Trials;

/// <summary>One request to the trial process: it asks back until it answers.</summary>
/// <param name="request">The frame of the request.</param>
/// <param name="type">The form of the answer.</param>
internal abstract class TrialConversation<T>(byte[] request, JsonTypeInfo<T> type) : IConversation<T> where T : class
{
    public bool EndsProcess { get; private set; }

    public async Task<T?> HoldAsync(ChildProcess child, CancellationToken cancellation)
    {
        var answers = Answers();
        await Frames.SendAsync(child.Requests, request, cancellation);
        while (await Frames.ReceiveAsync(child.Answers, TrialFrame.MaximumBytes, cancellation) is { Length: > 0 } frame)
        {
            switch (frame[0])
            {
                case TrialFrame.Ask:
                    await Frames.SendAsync(child.Requests, answers.To(TrialFrame.Read(frame, TrialJson.Default.TrialAsk)), cancellation);
                    break;
                case TrialFrame.Answer:
                    var answer = TrialFrame.Read(frame, type);
                    if (!IsAnswer(answer)) throw new InvalidDataException("the trial process answered something else than it was asked");
                    EndsProcess = IsLast(answer);
                    return answer;
                default:
                    throw new InvalidDataException("the trial process sent a frame of no known kind");
            }
        }
        return null;
    }

    /// <summary>What answers its questions; anew for each process.</summary>
    protected abstract TrialAnswers Answers();

    /// <summary>Whether it is an answer to this request, and whole.</summary>
    protected abstract bool IsAnswer(T answer);

    /// <summary>Whether the process wants to be ended.</summary>
    protected abstract bool IsLast(T answer);
}
