using NUnit.Framework.Internal;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>What hangs must fail its test, not the run.</summary>
internal sealed class TestLimitTests
{
    [Test]
    public void Every_test_has_a_limit_of_time() => Assert.That(TestExecutionContext.CurrentContext.TestCaseTimeout, Is.InRange(1000, 900_000));

    [Test]
    public void Run_of_all_tests_ends_what_hangs_outside_of_a_test() =>
        Assert.That(File.ReadAllText(Path.Combine(TestKit.Processes.BuiltOutput.Root, "build.cake")), Does.Contain("--blame-hang-timeout"));
}
