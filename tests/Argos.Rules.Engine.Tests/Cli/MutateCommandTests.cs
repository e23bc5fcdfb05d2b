using Argos.Rules.Cli.Mutation;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class MutateCommandTests
{
    [Test]
    public void Find_changes_each_check_operand_and_comparison()
    {
        var mutants = MutantFinder.Find("var n = Input.SanDns.Count;\nif (n < 1 || n == 9) return Deny(\"a\");\nif (n is >= 4 and <= 5) { return Wait(\"x\", \"b\"); }\nreturn Allow();\n");

        Assert.That(mutants.Select(static m => m.Change), Is.EquivalentTo([
            "check dropped: `n < 1 || n == 9`",
            "check negated: `n < 1 || n == 9` => `!(n < 1 || n == 9)`",
            "operand dropped: `n < 1 || n == 9` => `n < 1`",
            "operand dropped: `n < 1 || n == 9` => `n == 9`",
            "comparison changed: `n < 1` => `n <= 1`",
            "comparison changed: `n == 9` => `n != 9`",
            "check dropped: `n is >= 4 and <= 5`",
            "check negated: `n is >= 4 and <= 5` => `!(n is >= 4 and <= 5)`",
            "pattern dropped: `>= 4 and <= 5` => `>= 4`",
            "pattern dropped: `>= 4 and <= 5` => `<= 5`",
            "comparison changed: `>= 4` => `> 4`",
            "comparison changed: `<= 5` => `< 5`",
        ]));
        Assert.That(mutants.Select(static m => m.Source), Is.Unique);
    }

    [Test]
    public async Task Mutate_lists_what_no_test_notices()
    {
        var half = CliRun.Tests[..CliRun.Tests.IndexOf("  - name: an unknown team", StringComparison.Ordinal)];
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", half);

        Assert.That(await cli.RunAsync("mutate", "a"), Is.EqualTo(1));
        Assert.That(cli.Output, Is.EqualTo("a/policy.csx:6:5: error mutant-survived: no test notices this: check dropped: `!Data[\"teams\"].Texts.Contains(Input.Domain)`\n"));
        Assert.That(await cli.RunAsync("mutate", "a", "--threshold", "50"), Is.Zero);
    }

    [Test]
    public async Task Mutate_accepts_what_a_person_gave_a_reason_for_and_no_more()
    {
        var half = CliRun.Tests[..CliRun.Tests.IndexOf("  - name: an unknown team", StringComparison.Ordinal)];
        const string Accepted = "- from: '!Data[\"teams\"].Texts.Contains(Input.Domain)'\n  reason: because\n";
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", half).Write("a/mutants.yaml", Accepted);

        Assert.That(await cli.RunAsync("mutate", "a"), Is.Zero, cli.Output);
        Assert.That(cli.Error, Does.Contain("1 accepted"));
        cli.Write("a/tests.yaml", CliRun.Tests);
        Assert.That(await cli.RunAsync("mutate", "a"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.StartWith("a/mutants.yaml:1:3: error policy-tests: no surviving mutant"));
    }

    [Test]
    public async Task Mutate_needs_tests_that_pass()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("b/policy.csx", CliRun.Policy).Write("b/tests.yaml", CliRun.Tests.Replace("\"60\"", "\"90\"", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("mutate", "a"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.Contain("there are no tests beside the policy"));
        Assert.That(await cli.RunAsync("mutate", "b"), Is.EqualTo(4));
        Assert.That(cli.Output, Does.Contain("case `a known team` fails without any mutant"));
        Assert.That(cli.Error, Is.EqualTo("b/policy.csx: no mutant was tried, see above\n"));
    }
}
