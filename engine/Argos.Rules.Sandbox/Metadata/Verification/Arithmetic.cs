using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Numbers: both sides are of one kind, and so is what comes out.</summary>
internal static class Arithmetic
{
    public static bool Step(Machine machine, Code code)
    {
        switch (code)
        {
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Rem:
                Both(machine, IlKind.Int32, IlKind.Int64, IlKind.Float);
                return true;
            case Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un or Code.Mul_Ovf or Code.Mul_Ovf_Un or Code.Div_Un
                or Code.Rem_Un or Code.And or Code.Or or Code.Xor:
                Both(machine, IlKind.Int32, IlKind.Int64);
                return true;
            case Code.Shl or Code.Shr or Code.Shr_Un:
                machine.Pop(IlKind.Int32);
                One(machine, IlKind.Int32, IlKind.Int64);
                return true;
            case Code.Neg:
                One(machine, IlKind.Int32, IlKind.Int64, IlKind.Float);
                return true;
            case Code.Not:
                One(machine, IlKind.Int32, IlKind.Int64);
                return true;
            default:
                return Comparisons.Step(machine, code) || Conversion(machine, code);
        }
    }

    private static bool Conversion(Machine machine, Code code)
    {
        StackValue? made = code switch
        {
            Code.Conv_I1 or Code.Conv_U1 or Code.Conv_I2 or Code.Conv_U2 or Code.Conv_I4 or Code.Conv_U4
                or Code.Conv_Ovf_I1 or Code.Conv_Ovf_U1 or Code.Conv_Ovf_I2 or Code.Conv_Ovf_U2 or Code.Conv_Ovf_I4 or Code.Conv_Ovf_U4
                or Code.Conv_Ovf_I1_Un or Code.Conv_Ovf_U1_Un or Code.Conv_Ovf_I2_Un or Code.Conv_Ovf_U2_Un or Code.Conv_Ovf_I4_Un
                    or Code.Conv_Ovf_U4_Un => StackValue.Int32,
            Code.Conv_I8 or Code.Conv_U8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_I8_Un or Code.Conv_Ovf_U8_Un =>
                StackValue.Int64,
            Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => StackValue.Float,
            _ => null,
        };
        if (made is null) return false;
        Take(machine, IlKind.Int32, IlKind.Int64, IlKind.Float, IlKind.Native);
        machine.Push(made.Value);
        return true;
    }

    private static void Both(Machine machine, params ReadOnlySpan<IlKind> kinds)
    {
        var right = Take(machine, kinds);
        var left = Take(machine, kinds);
        if (left.Kind != right.Kind) Machine.Refuse($"{left} and {right} are calculated with");
        machine.Push(new StackValue(left.Kind));
    }

    private static void One(Machine machine, params ReadOnlySpan<IlKind> kinds) => machine.Push(new StackValue(Take(machine, kinds).Kind));

    private static StackValue Take(Machine machine, params ReadOnlySpan<IlKind> kinds)
    {
        var value = machine.Pop();
        if (!kinds.Contains(value.Kind)) Machine.Refuse($"{value} is calculated with");
        return value;
    }
}
