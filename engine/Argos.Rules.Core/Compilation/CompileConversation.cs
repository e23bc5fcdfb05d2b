using Argos.Rules.Core.Processes;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Core.Compilation;

/// <summary>Asks the compiler's process for a compilation.</summary>
internal sealed class CompileConversation(string id, string source, bool traced) : IConversation<CompileResult>
{
    public async Task<CompileResult?> HoldAsync(ChildProcess child, CancellationToken cancellation)
    {
        await Frames.SendAsync(child.Requests, CompileMessage.Request(id, source, traced), cancellation);
        return await Frames.ReceiveAsync(child.Answers, CompileMessage.MaximumBytes, cancellation) is { } frame
            ? CompileMessage.ReadResponse(id, frame)
            : null;
    }
}
