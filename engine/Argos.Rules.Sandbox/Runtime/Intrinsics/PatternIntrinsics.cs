using Argos.Rules.Language;
using Argos.Rules.Language.Patterns;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Patterns;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Regular expressions: built before the evaluation, and charged for the worst that a text of that length can cost.</summary>
public static class PatternIntrinsics
{
    [Intercepts(PatternTable.Member)]
    public static bool Matches(PolicyContext self, string? text, string pattern)
    {
        if (PatternTable.Find(pattern) is not { } known) throw new InvalidOperationException("the pattern was not checked");
        if (text is null) return false;
        // Each character looks at each position at most; two looks are about a step.
        Meter.Steps(1 + (text.Length * (1L + (known.Positions >> 1))));
        return known.Fits(text);
    }

    [Intercepts("Argos.Rules.Language.PolicyContext.Glob(System.String,System.String)")]
    public static bool Fits(PolicyContext self, string? text, string? pattern)
    {
        Meter.Steps(Glob.Work(text?.Length ?? 0, pattern?.Length ?? 0));
        return self.Glob(text, pattern);
    }
}
