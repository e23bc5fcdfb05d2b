namespace Argos.Rules.Language.Platforms;

/// <summary>Who has attested, as far as it is known.</summary>
public sealed class CallerCheck
{
    internal CallerCheck(Fact? waitsFor, string code, Finding? finding) => (WaitsFor, Code, Finding) = (waitsFor, code, finding);

    /// <summary>What is not known yet: <c>if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);</c>; <see langword="null"/> when nothing is waited for.</summary>
    public Fact? WaitsFor { get; }

    /// <summary>The stable code of what is waited for or wrong; empty when the caller is proven.</summary>
    public string Code { get; }

    /// <summary>Why the caller may not have the identity, or that it is not known yet; <see langword="null"/> only when it may.</summary>
    public Finding? Finding { get; }

    internal static CallerCheck Proven { get; } = new(null, "", null);

    internal static CallerCheck Waiting(Fact fact, string code) => new(fact, code, new Finding(code, "who the caller is is not known yet"));

    internal static CallerCheck Refused(Finding finding) => new(null, finding.Code, finding);

    internal static CallerCheck Refused(string code, string detail) => Refused(new Finding(code, detail));
}
