using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Explain;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>A trace as people read it.</summary>
internal sealed class TraceTextTests
{
    [Test]
    public void Render_puts_conditions_and_calls_in_order_and_in_columns()
    {
        var trace = new PolicyTrace(
            "argos/p/a.csx",
            [
                new TracedCondition(2, "if", 7, 5, 7, 16, "pod is null", false, null),
                new TracedCondition(3, "if", 51, 5, 51, 22, "pod.Uid != podUid", true, "\"a\" != \"b\""),
                new TracedCondition(4, "return", 51, 24, 51, 51, "return Deny(\"pod-replaced\");", null, "deny `pod-replaced`"),
            ],
            [new TracedCall(1, 6, 11, 6, 32, "Pods.Find(\"shop\", name)", "pod shop/web-0 (uid a, Running)")],
            Steps: 22,
            Bytes: 2270,
            Problem: "only the first 4 conditions and calls are here");

        Assert.That(TraceText.Render(trace), Is.EqualTo("""
            argos/p/a.csx: 22 steps, 2270 bytes
               6:11  call    Pods.Find("shop", name)       = pod shop/web-0 (uid a, Running)
                7:5  false   pod is null
               51:5  true    pod.Uid != podUid             "a" != "b"
              51:24  return  return Deny("pod-replaced");  deny `pod-replaced`
              only the first 4 conditions and calls are here

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Render_long_text_pushes_only_its_own_values()
    {
        var text = new string('x', 100);
        var trace = new PolicyTrace("p", [new TracedCondition(1, "if", 1, 1, 1, 101, text, true, "1 == 1"), new TracedCondition(2, "if", 2, 1, 2, 2, "y", false, "2 == 3")], [], 1, 2);

        var lines = TraceText.Render(trace).Split('\n');

        Assert.That(lines[1], Does.EndWith($"{text}  1 == 1"));
        Assert.That(lines[2], Is.EqualTo($"  2:1  false   y{new string(' ', 71)}  2 == 3"));
    }

    [Test]
    public void Render_empty_trace_is_its_head() => Assert.That(TraceText.Render(new PolicyTrace("p", [], [], 3, 4)), Is.EqualTo("p: 3 steps, 4 bytes\n"));

    [Test]
    public void Render_real_trace_shows_the_compared_values()
    {
        var text = TraceText.Render(Traced.Full("if (Input.Service == \"web\") return Deny(\"web\");\nreturn Allow();"));

        Assert.That(text, Does.Contain("1:5  false   Input.Service == \"web\"").And.Contain("return Allow();"));
    }
}
