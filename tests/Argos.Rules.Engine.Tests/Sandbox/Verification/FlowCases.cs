using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox.Verification;

/// <summary>Bodies that go where one cannot go, and types that are laid out so that one thing could be read as another.</summary>
internal static class FlowCases
{
    public static IEnumerable<TestCaseData> All =>
    [
        Case("a branch into a guarded block", static b => Finally(b, static (b, handler) =>
        {
            var inside = handler.TryStart.Next;
            b.Main.Body.GetILProcessor().InsertBefore(handler.TryStart, Instruction.Create(OpCodes.Br, inside));
        })),
        Case("a branch out of a guarded block", static b => Finally(b, static (b, handler) =>
            b.Main.Body.GetILProcessor().InsertBefore(handler.TryEnd.Previous, Instruction.Create(OpCodes.Br, handler.HandlerEnd)))),
        Case("a return within a guarded block", static b => Finally(b, static (b, handler) =>
            b.Main.Body.GetILProcessor().InsertBefore(handler.TryEnd.Previous, Instruction.Create(OpCodes.Ret)))),
        Case("code that is never reached", static b => { b.Return(); b.Return(); }),
        Case("an end of a handler outside", static b => b.Emit(OpCodes.Endfinally)),
        Case("a leave outside", static b =>
        {
            var end = b.Code.Create(OpCodes.Ldarg_1);
            b.Emit(OpCodes.Leave, end);
            b.Code.Append(end);
            b.Emit(OpCodes.Ret);
        }),
        Case("a branch behind a prefix", static b =>
        {
            var enumerator = b.AddLocal(typeof(List<string>.Enumerator));
            var call = b.Code.Create(OpCodes.Callvirt, b.Import(typeof(IDisposable), "Dispose"));
            b.Emit(OpCodes.Ldarg_2).Emit(OpCodes.Br, call);
            b.Code.Emit(OpCodes.Ldloca, enumerator);
            b.Emit(OpCodes.Constrained, enumerator.VariableType);
            b.Code.Append(call);
            b.Return();
        }),
        Case("a prefix for another structure", static b =>
        {
            var enumerator = b.AddLocal(typeof(List<string>.Enumerator));
            b.Code.Emit(OpCodes.Ldloca, enumerator);
            b.Emit(OpCodes.Constrained, b.Module.ImportReference(typeof(List<int>.Enumerator)))
                .Emit(OpCodes.Callvirt, b.Import(typeof(IDisposable), "Dispose")).Return();
        }),
        Case("fields over each other", static b =>
        {
            var layers = new TypeDefinition("", "Layers", TypeAttributes.ExplicitLayout | TypeAttributes.Sealed,
                b.Module.TypeSystem.Object);
            layers.Fields.Add(new FieldDefinition("text", FieldAttributes.Public, b.Module.TypeSystem.String) { Offset = 0 });
            layers.Fields.Add(new FieldDefinition("list", FieldAttributes.Public, b.Strings) { Offset = 0 });
            b.Module.Types.Add(layers);
            b.Return();
        }),
        Case("a generic type", static b =>
        {
            var generic = new TypeDefinition("", "Box", TypeAttributes.Class | TypeAttributes.Sealed, b.Module.TypeSystem.Object);
            generic.GenericParameters.Add(new GenericParameter("T", generic));
            b.Module.Types.Add(generic);
            b.Return();
        }),
        Case("a generic function", static b => { b.Method.GenericParameters.Add(new GenericParameter("T", b.Method)); b.Return(); }),
        Case("a type that derives from one of its own", static b =>
            { b.Module.Types.Add(new TypeDefinition("", "Derived", TypeAttributes.Class, b.Record)); b.Return(); }),
        Case("a type called like one of the platform", static b =>
            { b.Module.Types.Add(new TypeDefinition("System", "String", TypeAttributes.Class, b.Module.TypeSystem.Object)); b.Return(); }),
        Case("an assembly called like one of the platform", static b => { b.Module.Assembly.Name.Name = "System.Runtime"; b.Return(); }),
        Case("an interface", static b => { b.Module.Types.Add(new TypeDefinition("", "IFace",
            TypeAttributes.Interface | TypeAttributes.Abstract)); b.Return(); }),
        Case("a place for more than is declared", static b =>
        {
            var buffer = new TypeDefinition("", "Buffer", TypeAttributes.SequentialLayout | TypeAttributes.Sealed,
                b.Module.ImportReference(typeof(ValueType)));
            buffer.Fields.Add(new FieldDefinition("first", FieldAttributes.Public, b.Module.TypeSystem.String));
            var attribute = new CustomAttribute(b.Import(typeof(System.Runtime.CompilerServices.InlineArrayAttribute), ".ctor",
                typeof(int)));
            attribute.ConstructorArguments.Add(new CustomAttributeArgument(b.Module.TypeSystem.Int32, 1000));
            buffer.CustomAttributes.Add(attribute);
            b.Module.Types.Add(buffer);
            b.Return();
        }),
        Case("state in the class of functions", static b =>
        {
            b.Module.GetTypes().First(static t => t.Name == "<>c").Fields.Add(new FieldDefinition("kept", FieldAttributes.Public,
                b.Strings));
            b.Return();
        }),
        Case("a field with an address", static b => { b.Policy.Fields.Add(new FieldDefinition("kept", FieldAttributes.Private,
            new ByReferenceType(b.Module.TypeSystem.Int32))); b.Return(); }),
    ];

    private static TestCaseData Case(string name, Action<BadBody> make) => StackCases.Case(name, make);

    private static void Finally(BadBody b, Action<BadBody, ExceptionHandler> change)
    {
        change(b, b.Main.Body.ExceptionHandlers.Single(static h => h.HandlerType == ExceptionHandlerType.Finally));
        b.Return();
    }
}
