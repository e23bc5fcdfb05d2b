using System.Runtime.CompilerServices;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Language;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>Bodies that call what is not there, on what it does not belong to, or change what is shared.</summary>
internal static class ObjectCases
{
    public static IEnumerable<TestCaseData> All =>
    [
        Case("a list's member of a text", static b => b.Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Callvirt, b.Import(typeof(List<string>), "Clear")).Return()),
        Case("arguments in another order", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_2)
            .Emit(OpCodes.Callvirt, b.Import(typeof(List<string>), "Add", typeof(string))).Return()),
        Case("too few arguments", static b => b.Emit(OpCodes.Ldarg_2)
            .Emit(OpCodes.Callvirt, b.Import(typeof(List<string>), "Add", typeof(string))).Return()),
        Case("a result that is another", static b => b.Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Callvirt, new MethodReference("Trim", b.Strings, b.Module.TypeSystem.String) { HasThis = true })
            .Emit(OpCodes.Pop).Return()),
        Case("a member of an object without one", static b => b
            .Emit(OpCodes.Call, new MethodReference("Trim", b.Module.TypeSystem.String, b.Module.TypeSystem.String)).Emit(OpCodes.Ret)),
        Case("a member of no object on one", static b =>
        {
            var compare = new MethodReference("CompareOrdinal", b.Module.TypeSystem.Int32, b.Module.TypeSystem.String) { HasThis = true };
            compare.Parameters.Add(new ParameterDefinition(b.Module.TypeSystem.String));
            compare.Parameters.Add(new ParameterDefinition(b.Module.TypeSystem.String));
            b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_1).Emit(OpCodes.Callvirt, compare).Emit(OpCodes.Pop).Return();
        }),
        Case("a structure's member as an object's", static b => b.Argument(OpCodes.Ldarga, 2)
            .Emit(OpCodes.Callvirt, b.Import(typeof(int), "CompareTo", typeof(int))).Emit(OpCodes.Pop).Return()),
        Case("a structure's member on its value", static b => b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ldarg_3)
            .Emit(OpCodes.Call, b.Import(typeof(int), "CompareTo", typeof(int))).Emit(OpCodes.Pop).Return()),
        Case("a structure's member on another", static b => b.Argument(OpCodes.Ldarga, 2)
            .Emit(OpCodes.Call, b.Module.ImportReference(typeof(DateTimeOffset).GetProperty("Day")!.GetMethod)).Emit(OpCodes.Pop).Return()),
        Case("an interface's member without its object", static b =>
            b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Call, b.Import(typeof(IEnumerable<string>), "GetEnumerator")).Emit(OpCodes.Pop).Return()),
        Case("a text made again", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldc_I4, 97).Emit(OpCodes.Ldarg_3)
            .Emit(OpCodes.Call, b.Import(typeof(string), ".ctor", typeof(char), typeof(int))).Return()),
        Case("a list made again", static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Call, b.Import(typeof(List<string>), ".ctor")).Return()),
        Case("a set of addresses made again", static b => b.Emit(OpCodes.Call,
            b.Module.ImportReference(typeof(IpSet).GetProperty("Empty")!.GetMethod)).Emit(OpCodes.Ldnull)
            .Emit(OpCodes.Call, b.Import(typeof(IpSet), ".ctor", typeof(IEnumerable<IpAddress>))).Return()),
        Case("a finding made again", static b => b.Emit(OpCodes.Ldnull).Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Call, b.Import(typeof(Finding), ".ctor", typeof(string), typeof(string))).Return()),
        Case("a record made again", static b => b.Emit(OpCodes.Ldnull).Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Call, b.Record.Methods.Single(static m => m is { Name: ".ctor", Parameters.Count: 2 })).Return()),
        Case("an object of a member that makes none", static b =>
            b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Newobj, b.Import(typeof(string), "Trim")).Emit(OpCodes.Ret)),
        Case("a constant of the platform written", static b => b.Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Stsfld, b.Module.ImportReference(typeof(string).GetField("Empty"))).Return()),
        Case("the address of a constant of the platform", static b =>
            b.Emit(OpCodes.Ldsflda, b.Module.ImportReference(typeof(string).GetField("Empty"))).Emit(OpCodes.Pop).Return()),
        Case("a field of another type", static b => Pair(b, static (b, pair) =>
            b.Emit(OpCodes.Ldfld, new FieldReference("Item1", b.Module.TypeSystem.String, pair)).Emit(OpCodes.Ret))),
        Case("a part of a pair as what it is not", static b => Pair(b, static (b, pair) =>
            b.Emit(OpCodes.Ldfld, new FieldReference("Item1", pair.ElementType.GenericParameters[0], pair)).Emit(OpCodes.Ret))),
        Case("a function of other values", static b => Function(b, typeof(Func<int, string>), static b => b.Emit(OpCodes.Ldarg_0))),
        Case("a function of another result", static b => Function(b, typeof(Func<string, List<string>, int>), static b =>
            b.Emit(OpCodes.Ldarg_0))),
        Case("a function bound to a text", static b => Function(b, typeof(Func<string, List<string>, int, string>), static b =>
            b.Emit(OpCodes.Ldarg_1))),
        Case("a function bound to nothing", static b => Function(b, typeof(Func<string, List<string>, int, string>), static b =>
            b.Emit(OpCodes.Ldnull))),
        Case("a function as a number", static b => b.Emit(OpCodes.Ldftn, b.Method).Emit(OpCodes.Conv_I8).Emit(OpCodes.Pop).Return()),
        Case("a function as an object", static b => b.Emit(OpCodes.Ldftn, b.Method).Emit(OpCodes.Ret)),
        Case("a function from a number", static b => b.Emit(OpCodes.Ldarg_0).Emit(OpCodes.Ldarg_3)
            .Emit(OpCodes.Newobj, b.Import(typeof(Action), ".ctor", typeof(object), typeof(nint))).Emit(OpCodes.Pop).Return()),
        Case("a function that keeps its object", static b =>
        {
            var kept = b.Module.GetTypes().First(static t => t.Name == "<>c").Fields.First(static f => f.FieldType.Name == "Func`2");
            var closure = b.Module.GetTypes().First(static t => t.Name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal)
                && !t.IsValueType);
            var function = closure.Methods.First(static m => m.Name != ".ctor");
            b.Emit(OpCodes.Newobj, closure.Methods.Single(static m => m.Name == ".ctor")).Emit(OpCodes.Ldftn, function)
                .Emit(OpCodes.Newobj, b.Import(typeof(Func<int, bool>), ".ctor", typeof(object), typeof(nint))).Emit(OpCodes.Stsfld, kept)
                    .Return();
        }),
        Case("a text written to", static b =>
        {
            var span = b.AddLocal(typeof(ReadOnlySpan<char>));
            b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Call, b.Import(typeof(string), "op_Implicit", typeof(string)));
            b.Code.Emit(OpCodes.Stloc, span);
            b.Code.Emit(OpCodes.Ldloca, span);
            b.Emit(OpCodes.Ldc_I4_0).Emit(OpCodes.Call, b.Import(typeof(ReadOnlySpan<char>), "get_Item", typeof(int)))
                .Emit(OpCodes.Ldc_I4, 97).Emit(OpCodes.Stind_I2).Return();
        }),
        Case("a span in the hands of another", static b =>
        {
            b.Method.Parameters.Add(new ParameterDefinition(b.Module.ImportReference(typeof(ReadOnlySpan<char>))));
            b.Return();
        }),
        Case("a span given back", static b =>
        {
            b.Method.ReturnType = b.Module.ImportReference(typeof(ReadOnlySpan<char>));
            b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Call, b.Import(typeof(string), "op_Implicit", typeof(string))).Emit(OpCodes.Ret);
        }),
        Case("a span in a field", static b => { b.Policy.Fields.Add(new FieldDefinition("kept", FieldAttributes.Private,
            b.Module.ImportReference(typeof(ReadOnlySpan<char>)))); b.Return(); }),
        Case("a buffer given back twice", static b =>
        {
            var (one, other) = (b.AddLocal(typeof(DefaultInterpolatedStringHandler)), b.AddLocal(typeof(DefaultInterpolatedStringHandler)));
            b.Emit(OpCodes.Ldc_I4_1).Emit(OpCodes.Ldc_I4_1).Emit(OpCodes.Newobj,
                b.Import(typeof(DefaultInterpolatedStringHandler), ".ctor", typeof(int), typeof(int)));
            b.Code.Emit(OpCodes.Stloc, one);
            b.Code.Emit(OpCodes.Ldloc, one);
            b.Code.Emit(OpCodes.Stloc, other);
            b.Return();
        }),
        Case("places beyond the end", static b => InlineArray(b, static (b, at) =>
            { if (at.Previous.OpCode == OpCodes.Ldc_I4_2) at.Previous.OpCode = OpCodes.Ldc_I4_8; })),
        Case("places of another type", static b => InlineArray(b, static (b, at) =>
            ((GenericInstanceMethod)at.Operand).GenericArguments[1] = b.Strings)),
        Case("a helper with another signature", static b => InlineArray(b, static (b, at) =>
            ((GenericInstanceMethod)at.Operand).ElementMethod.ReturnType = b.Module.TypeSystem.String)),
    ];

    private static TestCaseData Case(string name, Action<BadBody> make) => StackCases.Case(name, make);

    private static void Function(BadBody b, Type type, Action<BadBody> self)
    {
        self(b);
        b.Emit(OpCodes.Ldftn, b.Method).Emit(OpCodes.Newobj, b.Import(type, ".ctor", typeof(object), typeof(nint))).Emit(OpCodes.Pop)
            .Return();
    }

    private static void Pair(BadBody b, Action<BadBody, GenericInstanceType> make)
    {
        var pair = b.AddLocal(typeof((int, string)));
        b.Code.Emit(OpCodes.Ldloca, pair);
        make(b, (GenericInstanceType)pair.VariableType);
    }

    private static void InlineArray(BadBody b, Action<BadBody, Instruction> change)
    {
        var calls = b.Main.Body.Instructions.Where(static i => i.Operand is GenericInstanceMethod
        {
            Name: "InlineArrayAsReadOnlySpan"
        }).ToArray();
        Assert.That(calls, Is.Not.Empty);
        change(b, calls[0]);
        b.Return();
    }
}
