using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Calls, and objects that are made.</summary>
internal static class Calls
{
    public static bool Step(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Call when InlineArrayCalls.Step(machine, (MethodReference)at.Operand):
                return true;
            case Code.Call or Code.Callvirt:
                Call(machine, CallTarget.Of((MethodReference)at.Operand, machine.Types), at.OpCode.Code == Code.Callvirt);
                return true;
            case Code.Newobj:
                Make(machine, CallTarget.Of((MethodReference)at.Operand, machine.Types));
                return true;
            case Code.Ldftn:
                if (at.Operand is not MethodDefinition function)
                {
                    throw new UnverifiableException("a function of another assembly is passed on");
                }
                machine.Push(new StackValue(IlKind.Function) { Function = function });
                return true;
            default:
                return false;
        }
    }

    /// <summary>A prefix and the call behind it: of a member that an object has, on a structure where it stands.</summary>
    public static void Constrained(Machine machine, Instruction at)
    {
        if (at.Next is not { OpCode.Code: Code.Callvirt, Operand: MethodReference called })
        {
            throw new UnverifiableException("a prefix stands before something else");
        }
        var type = machine.Types.Of((TypeReference)at.Operand);
        var target = CallTarget.Of(called, machine.Types);
        if (type.Kind == IlKind.Reference || type.IsByRefLike || !target.HasThis || target.IsConstructor)
        {
            Machine.Refuse($"`{target.Name}` is called on `{type}`");
        }
        if (!Has(machine, type, target.Declaring)) Machine.Refuse($"a `{type}` has no `{target.Name}`");
        TakeArguments(machine, target);
        machine.PopAddress(type, written: true);
        Give(machine, target);
    }

    private static bool Has(Machine machine, IlType type, IlType member) =>
        member.Platform == typeof(object) || (type.Platform is { } definition && member.Platform is { } wanted
            && definition.GetInterfaces().Any(i => (i.IsGenericType ? i.GetGenericTypeDefinition() : i) == wanted
            && machine.Types.Of(i, type.Arguments, []) == member));

    private static void Call(Machine machine, CallTarget target, bool isVirtual)
    {
        if (target.IsConstructor && target.Declaring.Kind == IlKind.Reference)
        {
            CallBase(machine, target);
            return;
        }
        if (target.IsAbstract && !isVirtual) Machine.Refuse($"`{target.Name}` is called, and nothing is there");
        TakeArguments(machine, target);
        if (target.HasThis) TakeObject(machine, target, isVirtual);
        else if (isVirtual) Machine.Refuse($"`{target.Name}` belongs to no object");
        Give(machine, target);
    }

    private static void TakeObject(Machine machine, CallTarget target, bool isVirtual)
    {
        if (target.Declaring.Kind == IlKind.Reference)
        {
            machine.Pop(target.Declaring);
            return;
        }
        if (isVirtual) Machine.Refuse($"`{target.Name}` of a structure is called as one of an object");
        machine.PopAddress(target.Declaring, written: !target.LeavesObject);
    }

    /// <summary>The constructor of a base, on the object that is being made, and nowhere else: on another object it would change what is
    /// shared.</summary>
    private static void CallBase(Machine machine, CallTarget target)
    {
        TakeArguments(machine, target);
        var self = machine.Pop();
        var isBase = machine.Method is { Name: ".ctor", DeclaringType.BaseType: { } parent }
            && (machine.Types.Of(parent) == target.Declaring || machine.Method.DeclaringType == target.Own?.DeclaringType);
        if (!self.IsThis || !isBase) Machine.Refuse($"a constructor of `{target.Declaring}` is called on an object that is there already");
    }

    private static void Make(Machine machine, CallTarget target)
    {
        if (!target.IsConstructor || !target.HasThis) Machine.Refuse($"`{target.Name}` makes no object");
        if (target.Declaring.IsDelegate)
        {
            Delegates.Make(machine, target.Declaring);
            return;
        }
        if (target.Declaring.Platform?.IsAbstract ?? target.Declaring.Own!.IsAbstract) Machine.Refuse($"`{target.Declaring}` is abstract");
        TakeArguments(machine, target);
        machine.Push(target.Declaring);
    }

    private static void TakeArguments(Machine machine, CallTarget target)
    {
        for (var i = target.Parameters.Length - 1; i >= 0; i--) machine.Pop(target.Parameters[i]);
    }

    private static void Give(Machine machine, CallTarget target)
    {
        if (target.Returns.Kind == IlKind.ByRef) machine.Push(StackValue.AddressOf(target.Returns.Element!) with { IsReadOnly = true });
        else machine.Push(target.Returns);
    }
}
