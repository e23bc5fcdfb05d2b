using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;

namespace Argos.Rules.Core.Policies;

/// <summary>
/// What is said of a text over which the engine itself failed. It is that text's fault as far as anybody else is concerned: one text must not keep the
/// others of its source from being put into force.
/// </summary>
internal static class ActivationFault
{
    /// <summary>The code of the diagnostic.</summary>
    public const string Code = "policy-activation";

    /// <summary>Whether an exception says something about the text: not that somebody gave up, or that there is no compiler or no memory now.</summary>
    public static bool IsOfText(Exception problem) => problem is not (OperationCanceledException or CompilerUnavailableException or OutOfMemoryException);

    /// <summary>The diagnostic. Its message names the kind of the exception only: what the exception says may quote the text.</summary>
    /// <param name="file">The text's name.</param>
    /// <param name="problem">What was thrown.</param>
    public static Diagnostic Diagnose(string file, Exception problem) => new(
        Code, $"the engine failed over this text ({problem.GetType().Name}), which is a fault of the engine: write it more simply, and report it", new Location(file, 1, 1));
}
