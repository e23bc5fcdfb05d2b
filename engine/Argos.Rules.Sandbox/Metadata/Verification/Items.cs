using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Arrays, and what stands at an address.</summary>
internal static class Items
{
    public static bool Step(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Newarr:
                machine.PopIndex();
                machine.Push(machine.Types.Of(new ArrayType((TypeReference)at.Operand)));
                return true;
            case Code.Ldlen:
                PopArray(machine);
                machine.Push(StackValue.Native);
                return true;
            case Code.Ldelem_Any or Code.Ldelem_Ref or (>= Code.Ldelem_I1 and <= Code.Ldelem_R8 and not Code.Ldelem_I):
                machine.PopIndex();
                machine.Push(Element(machine, at, PopArray(machine)));
                return true;
            case Code.Ldelema:
                machine.PopIndex();
                machine.Push(StackValue.AddressOf(Element(machine, at, PopArray(machine))));
                return true;
            case Code.Stelem_Any or Code.Stelem_Ref or (>= Code.Stelem_I1 and <= Code.Stelem_R8):
                Store(machine, at);
                return true;
            default:
                return Address(machine, at);
        }
    }

    private static bool Address(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Ldobj:
                Load(machine, machine.Types.Of((TypeReference)at.Operand));
                return true;
            case Code.Ldind_Ref or (>= Code.Ldind_I1 and <= Code.Ldind_R8 and not Code.Ldind_I):
                Load(machine, Pointed(machine, at.OpCode.Code, machine.Stack, 1));
                return true;
            case Code.Stobj:
                StoreAt(machine, machine.Types.Of((TypeReference)at.Operand));
                return true;
            case Code.Stind_Ref or (>= Code.Stind_I1 and <= Code.Stind_R8):
                StoreAt(machine, Pointed(machine, at.OpCode.Code, machine.Stack, 2));
                return true;
            case Code.Initobj:
                machine.PopAddress(machine.Types.Of((TypeReference)at.Operand), written: true);
                return true;
            default:
                return false;
        }
    }

    private static void Load(Machine machine, IlType type)
    {
        if (type.IsUnique) Machine.Refuse($"a `{type}` is copied");
        machine.PopAddress(type, written: false);
        machine.Push(type);
    }

    private static void StoreAt(Machine machine, IlType type)
    {
        // What holds addresses is kept in variables only, where it ends with what it points to.
        if (type.IsByRefLike) Machine.Refuse($"a `{type}` is stored");
        machine.Pop(type);
        machine.PopAddress(type, written: true);
    }

    private static void Store(Machine machine, Instruction at)
    {
        var value = machine.Pop();
        machine.PopIndex();
        var element = Element(machine, at, PopArray(machine));
        if (!machine.Assignability.Is(value, element)) Machine.Refuse($"{value} is put into an array of `{element}`");
    }

    private static IlType PopArray(Machine machine)
    {
        var value = machine.Pop();
        if (value.Type is not { IsArray: true } array) throw new UnverifiableException($"{value} is used as an array");
        return array.Element!;
    }

    private static IlType Element(Machine machine, Instruction at, IlType element)
    {
        var fits = at.Operand is TypeReference named ? machine.Types.Of(named) == element : Fits(at.OpCode.Code, element);
        if (!fits) Machine.Refuse($"an array of `{element}` is used by `{at.OpCode.Name}`");
        return element;
    }

    private static IlType Pointed(Machine machine, Code code, System.Collections.Immutable.ImmutableArray<StackValue> stack, int depth)
    {
        if (stack.Length < depth || stack[^depth] is not { Kind: IlKind.ByRef, Type: { } type } || !Fits(code, type))
        {
            Machine.Refuse($"`{code}` is used on something else");
        }
        return stack[^depth].Type!;
    }

    private static bool Fits(Code code, IlType type) => code switch
    {
        Code.Ldelem_Ref or Code.Stelem_Ref or Code.Ldind_Ref or Code.Stind_Ref => type.Kind == IlKind.Reference,
        Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Stelem_I1 or Code.Ldind_I1 or Code.Ldind_U1 or Code.Stind_I1 =>
            type is { Kind: IlKind.Int32, Size: 1 },
        Code.Ldelem_I2 or Code.Ldelem_U2 or Code.Stelem_I2 or Code.Ldind_I2 or Code.Ldind_U2 or Code.Stind_I2 =>
            type is { Kind: IlKind.Int32, Size: 2 },
        Code.Ldelem_I4 or Code.Ldelem_U4 or Code.Stelem_I4 or Code.Ldind_I4 or Code.Ldind_U4 or Code.Stind_I4 =>
            type is { Kind: IlKind.Int32, Size: 4 },
        Code.Ldelem_I8 or Code.Stelem_I8 or Code.Ldind_I8 or Code.Stind_I8 => type.Kind == IlKind.Int64,
        Code.Ldelem_R4 or Code.Stelem_R4 or Code.Ldind_R4 or Code.Stind_R4 => type is { Kind: IlKind.Float, Size: 4 },
        Code.Ldelem_R8 or Code.Stelem_R8 or Code.Ldind_R8 or Code.Stind_R8 => type is { Kind: IlKind.Float, Size: 8 },
        _ => false,
    };
}
