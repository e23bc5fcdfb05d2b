using Argos.Rules.Engine.Scripting;
using Argos.Rules.Engine.Trial;

namespace Argos.Rules.Engine;

/// <summary>The programs that this one starts of itself: the compiler and the trial process. They must be nothing else.</summary>
internal static class WorkerProgram
{
    /// <summary>Runs the one that the arguments name; <see langword="null"/> when they name none.</summary>
    public static int? Run(IReadOnlyList<string> args) => args switch
    {
        [CompileWorker.Argument, ..] => CompileWorker.Run(),
        [TrialWorker.Argument, ..] => TrialWorker.Run(),
        _ => null,
    };
}
