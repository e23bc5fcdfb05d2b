using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>Every construct of the language compiles and gives what C# says it gives.</summary>
internal sealed class HonestScriptTests
{
    [TestCaseSource(nameof(Cases))]
    public void Run_honest_script_allows(object script)
    {
        var outcome = Harness.Run(((ScriptCase)script).Source);

        Assert.That(outcome, Is.InstanceOf<Outcome.Allowed>(), outcome.ToString());
    }

    private static IEnumerable<TestCaseData> Cases() => ScriptCase.In("honest");
}
