using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Comparisons and the branches that they decide. Objects are the same or not; they have no order.</summary>
internal static class Comparisons
{
    public static bool Step(Machine machine, Code code)
    {
        switch (code)
        {
            case Code.Ceq:
                Compare(machine, objects: true);
                break;
            case Code.Cgt_Un:
                CompareWithNull(machine);
                break;
            case Code.Cgt or Code.Clt or Code.Clt_Un:
                Compare(machine, objects: false);
                break;
            default:
                return false;
        }
        machine.Push(StackValue.Int32);
        return true;
    }

    /// <summary>Whether this is a branch that a condition decides; what it looks at is taken.</summary>
    public static bool Branch(Machine machine, Code code)
    {
        switch (code)
        {
            case Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S:
                var value = machine.Pop();
                if (value.Kind is not (IlKind.Int32 or IlKind.Int64 or IlKind.Native) && !value.IsObject)
                {
                    Machine.Refuse($"{value} decides");
                }
                return true;
            case Code.Beq or Code.Beq_S or Code.Bne_Un or Code.Bne_Un_S:
                Compare(machine, objects: true);
                return true;
            case Code.Bge or Code.Bge_S or Code.Bge_Un or Code.Bge_Un_S or Code.Bgt or Code.Bgt_S or Code.Bgt_Un or Code.Bgt_Un_S
                or Code.Ble or Code.Ble_S or Code.Ble_Un or Code.Ble_Un_S or Code.Blt or Code.Blt_S or Code.Blt_Un or Code.Blt_Un_S:
                Compare(machine, objects: false);
                return true;
            default:
                return false;
        }
    }

    private static void CompareWithNull(Machine machine)
    {
        if (machine.Depth > 0 && machine.Stack[^1].Kind == IlKind.Null)
        {
            machine.Pop();
            if (machine.Pop() is { IsObject: false } other) Machine.Refuse($"{other} is compared with no object");
        }
        else
        {
            Compare(machine, objects: false);
        }
    }

    private static void Compare(Machine machine, bool objects)
    {
        var right = machine.Pop();
        var left = machine.Pop();
        var numbers = IsNumber(left) && IsNumber(right) && (left.Kind == right.Kind || IsLength(left, right) || IsLength(right, left));
        if (!numbers && !(objects && left.IsObject && right.IsObject)) Machine.Refuse($"{left} and {right} are compared");
    }

    private static bool IsNumber(StackValue value) => value.Kind is IlKind.Int32 or IlKind.Int64 or IlKind.Float or IlKind.Native;

    private static bool IsLength(StackValue length, StackValue number) => length.Kind == IlKind.Native && number.Kind == IlKind.Int32;
}
