using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Compiler;

/// <summary>The compiler's process: `argos-compiler`. A hostile text may hang or kill it; the engine then starts another one.</summary>
internal static class CompileWorker
{
    /// <summary>The compiler recurses over the text's structure; this is enough for anything that fits the limits.</summary>
    private const int StackBytes = 256 * 1024 * 1024;

    private const string FirstPolicy = "var name = $\"{Input.Domain}.{Input.Service}\"; if (Input.SanDns.Any(d => d == name)) return Deny(\"first\"); return Allow();";

    /// <summary>Runs until the engine closes the pipe.</summary>
    /// <returns>The exit code.</returns>
    public static int Run() => ChildWorker.Run(StackBytes, Serve);

    private static void Serve(Stream requests, Stream responses)
    {
        // The first compilation takes a second or more; the engine waits for its answer before it sends a policy.
        var ready = PolicyCompiler.Compile("ready", FirstPolicy, CancellationToken.None);
        Send(responses, ready with { Policy = null });
        while (Wait(Frames.ReceiveAsync(requests, CompileMessage.MaximumBytes, CancellationToken.None)) is { } frame)
        {
            var (id, source, traced) = CompileMessage.ReadRequest(frame);
            Send(responses, traced
                ? PolicyCompiler.CompileTraced(id, source, CancellationToken.None)
                : PolicyCompiler.Compile(id, source, CancellationToken.None));
        }
    }

    private static void Send(Stream responses, CompileResult result) => Wait(SendAsync(responses, result));

    private static async Task<bool> SendAsync(Stream responses, CompileResult result)
    {
        await Frames.SendAsync(responses, CompileMessage.Response(result), CancellationToken.None);
        return true;
    }

    // The process does nothing else, and the compiler needs this thread's stack.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
