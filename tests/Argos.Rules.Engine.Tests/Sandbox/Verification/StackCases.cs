using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>Bodies that use a value as what it is not, or leave the stack in disorder.</summary>
internal static class StackCases
{
    public static IEnumerable<TestCaseData> All =>
    [
        Case("a list as a text", static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Ret)),
        Case("a number as a text", static b => b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ret)),
        Case("a constant as a text", static b => b.Emit(OpCodes.Ldc_I4, 42).Emit(OpCodes.Ret)),
        Case("the policy as a text", static b => b.Emit(OpCodes.Ldarg_0).Emit(OpCodes.Ret)),
        Case("an object's address as a number", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Conv_I4).Emit(OpCodes.Pop).Return()),
        Case("an object's address as a long number", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Conv_I8).Emit(OpCodes.Pop).Return()),
        Case("a sum of objects", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_1).Emit(OpCodes.Add).Emit(OpCodes.Pop).Return()),
        Case("a sum of a number and a long one", static b => b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ldc_I4_1).Emit(OpCodes.Conv_I8)
            .Emit(OpCodes.Add).Emit(OpCodes.Pop).Return()),
        Case("an address moved", static b => b.Argument(OpCodes.Ldarga, 2).Emit(OpCodes.Ldc_I4_8).Emit(OpCodes.Add).Emit(OpCodes.Ldind_I4)
            .Emit(OpCodes.Pop).Return()),
        Case("a negative object", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Neg).Emit(OpCodes.Pop).Return()),
        Case("an order of objects", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_2).Emit(OpCodes.Clt).Emit(OpCodes.Pop).Return()),
        Case("an object compared with a number", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_3).Emit(OpCodes.Ceq)
            .Emit(OpCodes.Pop).Return()),
        Case("an object to choose by", static b => Target(b, static (b, end) =>
            { b.Emit(OpCodes.Ldarg_1); b.Code.Emit(OpCodes.Switch, [end]); })),
        Case("nothing to take", static b => b.Emit(OpCodes.Pop).Return()),
        Case("nothing to give", static b => b.Emit(OpCodes.Ret)),
        Case("something left", static b => b.Emit(OpCodes.Ldarg_3).Return()),
        Case("code over its end", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Pop)),
        Case("ways with another type", static b =>
        {
            var end = b.Code.Create(OpCodes.Ret);
            b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_3).Emit(OpCodes.Brtrue, end).Emit(OpCodes.Pop).Emit(OpCodes.Ldarg_2);
            b.Code.Append(end);
        }),
        Case("ways with another number of values", static b =>
        {
            var end = b.Code.Create(OpCodes.Ldarg_1);
            b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Brtrue, end).Emit(OpCodes.Ldarg_3);
            b.Code.Append(end);
            b.Emit(OpCodes.Ret);
        }),
        Case("a loop that piles up", static b =>
        {
            var start = b.Code.Create(OpCodes.Ldarg_3);
            b.Code.Append(start);
            b.Emit(OpCodes.Ldarg_3).Emit(OpCodes.Brtrue, start).Emit(OpCodes.Pop).Return();
        }),
        Case("a loop that turns a text into a list", static b =>
        {
            var start = b.Code.Create(OpCodes.Stloc_0);
            b.Emit(OpCodes.Ldarg_1);
            b.Code.Append(start);
            b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Ldarg_3).Emit(OpCodes.Brtrue, start).Emit(OpCodes.Pop).Return();
        }),
        Case("a list in a variable for texts", static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Stloc_0).Return()),
        Case("a list in an argument for texts", static b => b.Emit(OpCodes.Ldarg_2).Argument(OpCodes.Starg, 0).Return()),
        Case("another object as its own", static b => { b.Emit(OpCodes.Ldnull); b.Code.Emit(OpCodes.Starg, b.Method.Body.ThisParameter); b
            .Return(); }),
        Case("the address of its own object", static b => { b.Code.Emit(OpCodes.Ldarga, b.Method.Body.ThisParameter); b.Emit(OpCodes.Pop)
            .Return(); }),
        Case("variables that do not begin empty", static b => { b.Method.Body.InitLocals = false; b.Return(); }),
        Case("an address in a variable", static b => { var local =
            b.AddLocal(new ByReferenceType(new ByReferenceType(b.Module.TypeSystem.Int32))); b.Emit(OpCodes.Ldnull).Emit(OpCodes.Pop)
            .Return(); _ = local; }),
        Case("an address given back", static b => { b.Method.ReturnType = new ByReferenceType(b.Module.TypeSystem.Int32); b
            .Argument(OpCodes.Ldarga, 2).Emit(OpCodes.Ret); }),
        Case("an address in the place of an object", static b => b.Argument(OpCodes.Ldarga, 0).Emit(OpCodes.Ret)),
        Case("bytes of an address", static b => b.Argument(OpCodes.Ldarga, 0).Emit(OpCodes.Ldind_I8).Emit(OpCodes.Pop).Return()),
        Case("bytes over an address", static b => b.Argument(OpCodes.Ldarga, 0).Emit(OpCodes.Ldc_I4_1).Emit(OpCodes.Stind_I4).Return()),
        Case("a list over a text", static b => b.Argument(OpCodes.Ldarga, 0).Emit(OpCodes.Ldarg_2).Emit(OpCodes.Stind_Ref).Return()),
        Case("eight bytes over four", static b => b.Argument(OpCodes.Ldarga, 2).Emit(OpCodes.Ldc_I4_1).Emit(OpCodes.Conv_I8)
            .Emit(OpCodes.Stind_I8).Return()),
        Case("a structure at the address of another", static b =>
            b.Argument(OpCodes.Ldarga, 2).Emit(OpCodes.Initobj, b.Module.ImportReference(typeof(DateTimeOffset))).Return()),
        Case("an object at the address of another", static b => b.Argument(OpCodes.Ldarga, 0).Emit(OpCodes.Ldobj, b.Strings)
            .Emit(OpCodes.Pop).Return()),
        Case("a list in an array of texts", static b => b.Emit(OpCodes.Ldarg, 4).Emit(OpCodes.Ldc_I4_0).Emit(OpCodes.Ldarg_2)
            .Emit(OpCodes.Stelem_Ref).Return()),
        Case("a number of an array of texts", static b => b.Emit(OpCodes.Ldarg, 4).Emit(OpCodes.Ldc_I4_0).Emit(OpCodes.Ldelem_I4)
            .Emit(OpCodes.Pop).Return()),
        Case("a list in place of an array", static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Ldc_I4_0).Emit(OpCodes.Ldelem_Ref)
            .Emit(OpCodes.Ret)),
        Case("the length of a list", static b => b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Ldlen).Emit(OpCodes.Pop).Return()),
        Case("an item by a fraction", static b => b.Emit(OpCodes.Ldarg, 4).Emit(OpCodes.Ldc_I4_0).Emit(OpCodes.Conv_R8)
            .Emit(OpCodes.Ldelem_Ref).Emit(OpCodes.Ret)),
        Case("a text that becomes a record", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Castclass, b.Record).Emit(OpCodes.Pop)
            .Return()),
        Case("a record's field of a text", static b => b.Emit(OpCodes.Ldarg_1)
            .Emit(OpCodes.Ldfld, b.Record.Fields.First(static f => f.FieldType.Name == "String")).Emit(OpCodes.Ret)),
        Case("a record's field on a text", static b => b.Emit(OpCodes.Ldarg_1).Emit(OpCodes.Ldarg_3)
            .Emit(OpCodes.Stfld, b.Record.Fields.First(static f => f.FieldType.Name == "Int32")).Return()),
        Case("two values in one record's field", static b => b.Emit(OpCodes.Ldnull).Emit(OpCodes.Ldarg_2)
            .Emit(OpCodes.Stfld, b.Record.Fields.First(static f => f.FieldType.Name == "String")).Return()),
    ];

    public static TestCaseData Case(string name, Action<BadBody> make) => new TestCaseData(make).SetArgDisplayNames(name);

    private static void Target(BadBody body, Action<BadBody, Instruction> make)
    {
        var end = body.Code.Create(OpCodes.Ldarg_1);
        make(body, end);
        body.Code.Append(end);
        body.Emit(OpCodes.Ret);
    }
}
