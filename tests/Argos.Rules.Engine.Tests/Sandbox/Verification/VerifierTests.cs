using System.Diagnostics;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metadata;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>The image gate knows the type of each value on the stack, and every instruction that the language needs; all else is
/// refused.</summary>
internal sealed class VerifierTests
{
    /// <summary>What Roslyn writes for the language. A change here is a change of what a policy can do.</summary>
    private static readonly HashSet<Code> Known =
    [
        Code.Nop, Code.Pop, Code.Dup, Code.Ldstr, Code.Ldnull, Code.Ret, Code.Br, Code.Br_S, Code.Switch, Code.Throw, Code.Leave,
            Code.Leave_S, Code.Endfinally, Code.Constrained,
        Code.Call, Code.Callvirt, Code.Newobj, Code.Ldftn, Code.Ldfld, Code.Ldflda, Code.Stfld, Code.Ldsfld, Code.Stsfld, Code.Castclass,
            Code.Isinst, Code.Box, Code.Ldtoken,
        Code.Newarr, Code.Ldlen, Code.Ldelema, Code.Ldobj, Code.Stobj, Code.Initobj, Code.Neg, Code.Not, Code.Ceq, Code.Cgt, Code.Cgt_Un,
            Code.Clt, Code.Clt_Un,
    ];

    private static readonly string[] KnownFamilies =
        ["Ldc_", "Ldarg", "Starg", "Ldloc", "Stloc", "Ldelem_", "Stelem_", "Ldind_", "Stind_", "Conv_", "Add", "Sub", "Mul", "Div", "Rem",
            "And", "Or", "Xor", "Shl", "Shr", "Br", "B"];

    [Test]
    public void Good_policy_with_one_more_function_passes() => Assert.That(ImageGate.Check("p", BadBody.With(static b => b.Return())),
        Is.Empty);

    [TestCaseSource(typeof(StackCases), nameof(StackCases.All))]
    [TestCaseSource(typeof(ObjectCases), nameof(ObjectCases.All))]
    [TestCaseSource(typeof(FlowCases), nameof(FlowCases.All))]
    public void Bad_body_is_refused_and_not_loaded(Action<BadBody> make)
    {
        var bad = BadBody.With(make);

        var problems = ImageGate.Check("p", bad);

        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(static p => p.Message), Has.All.Length.GreaterThan(30).And.All.Not.Contains("\n"));
        Assert.That(() => PolicyLoader.Load(bad), Throws.InstanceOf<BadImageFormatException>());
    }

    /// <summary>The battery shows the verifier and not the checks of names before it.</summary>
    [Test]
    public void Bad_bodies_are_refused_by_their_types()
    {
        var cases = StackCases.All.Concat(ObjectCases.All).Concat(FlowCases.All).ToArray();
        var byTypes = cases.Count(static c => ImageGate.Check("p", BadBody.With((Action<BadBody>)c.Arguments[0]!))
            .Any(static p => p.Code == "ARG0415"));

        Assert.That(cases, Has.Length.GreaterThan(90));
        Assert.That(byTypes, Is.GreaterThan(cases.Length * 3 / 4));
    }

    [Test]
    public void Instruction_that_is_not_known_is_refused()
    {
        var opcodes = typeof(OpCodes).GetFields().Select(static f => (OpCode)f.GetValue(null)!)
            .Where(static o => o.OperandType == OperandType.InlineNone && !Known.Contains(o.Code)
                && !KnownFamilies.Any(f => o.Code.ToString().StartsWith(f, StringComparison.Ordinal)))
            .Concat([OpCodes.Conv_I, OpCodes.Conv_U, OpCodes.Conv_Ovf_I, OpCodes.Ldelem_I, OpCodes.Ldind_I, OpCodes.Stind_I,
                OpCodes.Break]).ToArray();

        Assert.That(opcodes, Has.Length.GreaterThan(15));
        foreach (var opcode in opcodes)
        {
            var bad = BadBody.With(b => b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ldarg_3).Emit(opcode).Return());
            Assert.That(ImageGate.Check("p", bad), Is.Not.Empty, opcode.Name);
        }
    }

    [Test]
    public void Refusal_names_the_function_and_what_is_wrong()
    {
        var problem = ImageGate.Check("p", BadBody.With(static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Ret))).Single();

        Assert.That(problem.Code, Is.EqualTo("ARG0415"));
        Assert.That(problem.Message, Does.Contain("`Bad`").And.Contain("List").And.Contain("is used as a `System.String`"));
    }

    [Test]
    [Explicit("measures")]
    public void Look_at_an_image_takes_milliseconds()
    {
        var compiled = Harness.Compile(StockPolicies()).Policy!;
        for (var i = 0; i < 20; i++) ImageGate.Check("p", compiled);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 50; i++) ImageGate.Check("p", compiled);

        TestContext.Out.WriteLine($"{compiled.Image.Length} bytes: {watch.Elapsed.TotalMilliseconds / 50} ms");
    }

    private static string StockPolicies() => File.ReadAllText(Path.Combine(Architecture.SourceTree.Root, "policies", "aws-ec2",
        "policy.csx"));
}
