using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Fields, casts and boxes.</summary>
internal static class Objects
{
    public static bool Step(Machine machine, Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Ldfld:
                Load(machine, FieldTarget.Of((FieldReference)at.Operand, machine.Types));
                return true;
            case Code.Ldflda:
                LoadAddress(machine, FieldTarget.Of((FieldReference)at.Operand, machine.Types));
                return true;
            case Code.Stfld:
                Store(machine, FieldTarget.Of((FieldReference)at.Operand, machine.Types));
                return true;
            case Code.Ldsfld:
                LoadStatic(machine, FieldTarget.Of((FieldReference)at.Operand, machine.Types));
                return true;
            case Code.Stsfld:
                StoreStatic(machine, FieldTarget.Of((FieldReference)at.Operand, machine.Types));
                return true;
            case Code.Castclass or Code.Isinst:
                Narrow(machine, machine.Types.Of((TypeReference)at.Operand));
                return true;
            case Code.Box:
                machine.Pop(machine.Types.Of((TypeReference)at.Operand));
                machine.Push(machine.Types.Object);
                return true;
            case Code.Ldtoken:
                machine.Push(machine.Types.Of(at.Operand is FieldReference ? typeof(RuntimeFieldHandle) : typeof(RuntimeTypeHandle)));
                return true;
            default:
                return false;
        }
    }

    private static void Load(Machine machine, FieldTarget field)
    {
        NotStatic(field);
        var holder = machine.Pop();
        var fits = holder.Kind switch
        {
            IlKind.ByRef or IlKind.Value => field.Declaring.Kind == IlKind.Value && holder.Type == field.Declaring,
            _ => field.Declaring.Kind == IlKind.Reference && machine.Assignability.Is(holder, field.Declaring),
        };
        if (!fits) Machine.Refuse($"`{field.Name}` is read of {holder}");
        machine.Push(field.Type);
    }

    private static void LoadAddress(Machine machine, FieldTarget field)
    {
        NotStatic(field);
        var holder = Holder(machine, field, written: false);
        machine.Push(StackValue.AddressOf(field.Type) with
        {
            IsReadOnly = holder.IsReadOnly
            || (field.Declaring.Platform is not null && field.Declaring.Kind == IlKind.Reference)
        });
    }

    private static void Store(Machine machine, FieldTarget field)
    {
        NotStatic(field);
        machine.Pop(field.Type);
        Holder(machine, field, written: true);
        if (field.Declaring.Platform is not null && field.Declaring.Kind == IlKind.Reference)
        {
            Machine.Refuse($"`{field.Name}` is not the policy's");
        }
    }

    private static StackValue Holder(Machine machine, FieldTarget field, bool written) =>
        field.Declaring.Kind == IlKind.Value ? machine.PopAddress(field.Declaring, written) : machine.Pop(field.Declaring);

    private static void LoadStatic(Machine machine, FieldTarget field)
    {
        if (!field.IsStatic) Machine.Refuse($"`{field.Name}` belongs to an object");
        machine.Push(StackValue.Of(field.Type) with { IsStateless = field.Own is { } own && TypeCheck.IsCache(own.DeclaringType) });
    }

    /// <summary>What is kept for a whole policy has no state: else one decision could leave something to the next.</summary>
    private static void StoreStatic(Machine machine, FieldTarget field)
    {
        var value = machine.Pop(field.Type);
        if (!field.IsStatic || field.Own is not { } own || !TypeCheck.IsCache(own.DeclaringType) || !value.IsStateless)
        {
            Machine.Refuse($"`{field.Name}` would keep a value between decisions");
        }
    }

    private static void Narrow(Machine machine, IlType type)
    {
        var value = machine.Pop();
        if (!value.IsObject || type.Kind != IlKind.Reference) Machine.Refuse($"{value} is turned into `{type}`");
        // Where a record is compared with anything, and where the policy gets its context.
        var fromAnything = value.Type == machine.Types.Object && (type.Own is not null || machine.Types.IsEntry);
        if (!fromAnything && !machine.Assignability.Is(value, type)) Machine.Refuse($"{value} is turned into `{type}`");
        machine.Push(type);
    }

    private static void NotStatic(FieldTarget field)
    {
        if (field.IsStatic) Machine.Refuse($"`{field.Name}` belongs to no object");
    }
}
