using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Patterns;

namespace Argos.Rules.Sandbox.Loading;

/// <summary>One evaluation: within its budget, and nothing of the policy's code comes out of it but an outcome.</summary>
internal static class ScriptRun
{
    public static Outcome Execute(Func<object?[], Task<object>> run, PolicyContext globals, Budget budget, PatternTable patterns)
    {
        Task<object> result;
        Meter.Start(budget);
        patterns.Start();
        try
        {
            result = run([globals, null]);
        }
        finally
        {
            patterns.Stop();
            Meter.Stop();
        }
        // The language has no await, so the task is complete; one that is not would block a decision.
        if (!result.IsCompleted) throw new PolicyFaultException("the policy did not complete synchronously");
        if (result.Exception?.InnerException is { } problem) throw Plain(problem);
        return result.Result as Outcome ?? throw new PolicyFaultException("the policy ended without an outcome; let it end with `return Deny(...)` or `return Allow(...)`");
    }

    /// <summary>The same failure without what refers to the policy's code, which would keep it loaded, and without what may quote a secret.</summary>
    private static Exception Plain(Exception problem) => problem is BudgetExhaustedException exhausted
        ? new BudgetExhaustedException(exhausted.Budget, ErrorLocation.Describe(exhausted, exhausted.Message))
        : new PolicyFaultException(ErrorLocation.Describe(problem, ErrorLocation.Reason(problem)));
}
