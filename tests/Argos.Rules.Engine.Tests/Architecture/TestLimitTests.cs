namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>What hangs must fail its test, not the run.</summary>
internal sealed class TestLimitTests
{
    [Test]
    public void Run_of_all_tests_ends_and_names_a_test_that_hangs() =>
        Assert.That(File.ReadAllText(Path.Combine(TestKit.Processes.BuiltOutput.Root, "build.cake")), Does.Contain("--blame-hang-timeout"));
}
