using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Constants, arguments and variables.</summary>
internal static class Variables
{
    public static bool Step(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Nop:
                return true;
            case Code.Pop:
                machine.Pop();
                return true;
            case Code.Dup:
                var value = machine.Pop();
                machine.Push(Copied(value));
                machine.Push(value);
                return true;
            case Code.Ldstr:
                machine.Push(machine.Types.String);
                return true;
            case Code.Ldnull:
                machine.Push(StackValue.Null);
                return true;
            case Code.Ldc_I8:
                machine.Push(StackValue.Int64);
                return true;
            case Code.Ldc_R4 or Code.Ldc_R8:
                machine.Push(StackValue.Float);
                return true;
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8:
                machine.Push(StackValue.Int32 with { Constant = at.OpCode.Code - Code.Ldc_I4_0 });
                return true;
            case Code.Ldc_I4 or Code.Ldc_I4_S:
                machine.Push(StackValue.Int32 with { Constant = at.Operand is sbyte small ? small : (int)at.Operand });
                return true;
            default:
                return Argument(machine, at) || Local(machine, at);
        }
    }

    private static bool Argument(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                Load(at.OpCode.Code - Code.Ldarg_0);
                return true;
            case Code.Ldarg or Code.Ldarg_S:
                Load(Index(machine, at));
                return true;
            case Code.Ldarga or Code.Ldarga_S:
                machine.Push(StackValue.AddressOf(Plain(machine.Arguments[Written(machine, at)])));
                return true;
            case Code.Starg or Code.Starg_S:
                machine.Pop(machine.Arguments[Written(machine, at)]);
                return true;
            default:
                return false;
        }

        void Load(int index)
        {
            if (index >= machine.Arguments.Length) Machine.Refuse("an argument is read that is not there");
            machine.Push(StackValue.Of(machine.Arguments[index]) with { IsThis = index == 0 && machine.Method.HasThis });
        }
    }

    private static bool Local(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                Load(at.OpCode.Code - Code.Ldloc_0);
                return true;
            case Code.Ldloc or Code.Ldloc_S:
                Load(((VariableDefinition)at.Operand).Index);
                return true;
            case Code.Ldloca or Code.Ldloca_S:
                machine.Push(StackValue.AddressOf(Plain(Type(((VariableDefinition)at.Operand).Index))));
                return true;
            case >= Code.Stloc_0 and <= Code.Stloc_3:
                machine.Pop(Type(at.OpCode.Code - Code.Stloc_0));
                return true;
            case Code.Stloc or Code.Stloc_S:
                machine.Pop(Type(((VariableDefinition)at.Operand).Index));
                return true;
            default:
                return false;
        }

        IlType Type(int index)
        {
            if (index >= machine.Locals.Length) Machine.Refuse("a variable is used that is not there");
            return machine.Locals[index];
        }

        void Load(int index) => machine.Push(Copied(StackValue.Of(Type(index))));
    }

    /// <summary>A value that is put on the stack a second time.</summary>
    private static StackValue Copied(StackValue value)
    {
        if (value is { Kind: IlKind.Value, Type.IsUnique: true }) Machine.Refuse($"{value} is copied");
        return value;
    }

    private static IlType Plain(IlType type)
    {
        if (type.Kind == IlKind.ByRef) Machine.Refuse("the address of an address is taken");
        return type;
    }

    private static int Written(Machine machine, Instruction at)
    {
        var index = Index(machine, at);
        if (index == 0 && machine.Method.HasThis) Machine.Refuse("the function's own object is written to");
        return index;
    }

    private static int Index(Machine machine, Instruction at)
    {
        var parameter = (ParameterDefinition)at.Operand;
        var index = parameter == machine.Method.Body.ThisParameter ? 0 : parameter.Index + (machine.Method.HasThis ? 1 : 0);
        if (index < 0 || index >= machine.Arguments.Length) Machine.Refuse("an argument is used that is not there");
        return index;
    }
}
