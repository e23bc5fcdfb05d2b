using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metadata;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Argos.Rules.Sandbox.Weaving;

/// <summary>Puts the meter into one method.</summary>
internal sealed class MethodRewriter(MethodDefinition method, Guards guards)
{
    /// <summary>Header and padding of an object.</summary>
    private const int ObjectBytes = 24;

    private readonly ILProcessor _code = method.Body.GetILProcessor();

    public void Rewrite()
    {
        // Long branches: what is put in may move a target out of reach of a short one.
        method.Body.SimplifyMacros();
        foreach (var instruction in method.Body.Instructions.ToArray()) MeterInstruction(instruction);
        MeterLoops();
        _code.InsertBefore(method.Body.Instructions[0], Instruction.Create(OpCodes.Call, guards.Enter));
        method.Body.OptimizeMacros();
    }

    private void MeterInstruction(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Newarr:
                Before(at, Instruction.Create(OpCodes.Ldc_I4, TypeSize.Bytes((TypeReference)at.Operand)), Instruction.Create(OpCodes.Call, guards.ArrayLength));
                break;
            case Code.Newobj when guards.Intrinsic(at) is { } made:
                at.OpCode = OpCodes.Call;
                at.Operand = made;
                break;
            case Code.Newobj when !((MethodReference)at.Operand).DeclaringType.IsValueType:
                Before(at, Instruction.Create(OpCodes.Ldc_I4, SizeOf((MethodReference)at.Operand)), Instruction.Create(OpCodes.Call, guards.Memory));
                break;
            // `value.ToString()` of the language's own values.
            case Code.Callvirt when at.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference type } && IsText(at) && IsLanguage(type):
                _code.InsertAfter(at, Instruction.Create(OpCodes.Call, guards.MadeText));
                break;
            case Code.Call or Code.Callvirt when at.Previous?.OpCode.Code != Code.Constrained:
                MeterCall(at);
                break;
            case Code.Callvirt when guards.Print(at) is { } print:
                // The address of the value is there already, for the call that is replaced.
                (at.Previous.OpCode, at.Previous.Operand) = (OpCodes.Nop, null);
                at.OpCode = OpCodes.Call;
                at.Operand = print;
                break;
        }
    }

    private void MeterCall(Instruction at)
    {
        if (guards.Intrinsic(at) is { } intrinsic)
        {
            at.OpCode = OpCodes.Call;
            at.Operand = intrinsic;
            return;
        }
        // The language's own members make texts of what they hold: how long they are is known afterwards.
        if (!IsText(at) || !IsLanguage(((MethodReference)at.Operand).DeclaringType)) return;
        _code.InsertAfter(at, Instruction.Create(OpCodes.Call, guards.MadeText));
    }

    private static bool IsText(Instruction call) => ((MethodReference)call.Operand).ReturnType.MetadataType == MetadataType.String;

    private static bool IsLanguage(TypeReference type) => LanguageAssemblies.HasName(type.FullName);

    /// <summary>A step at each place that a later instruction goes back to.</summary>
    private void MeterLoops()
    {
        var order = new Dictionary<Instruction, int>();
        foreach (var instruction in method.Body.Instructions) order.Add(instruction, order.Count);
        var heads = new HashSet<Instruction>();
        foreach (var (instruction, index) in order)
        {
            foreach (var target in Targets(instruction))
            {
                if (order[target] <= index) heads.Add(target);
            }
        }
        foreach (var head in heads) Before(head, Instruction.Create(OpCodes.Call, guards.Step));
    }

    private static Instruction[] Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    /// <summary>
    /// Puts instructions before one, in its place: whatever refers to it (a branch, the edge of a handler, a line) now refers to
    /// the first of them.
    /// </summary>
    private void Before(Instruction at, Instruction first, params ReadOnlySpan<Instruction> more)
    {
        var moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (at.OpCode, at.Operand);
        (at.OpCode, at.Operand) = (first.OpCode, first.Operand);
        var last = at;
        foreach (var instruction in more)
        {
            _code.InsertAfter(last, instruction);
            last = instruction;
        }
        _code.InsertAfter(last, moved);
    }

    private static int SizeOf(MethodReference constructor)
    {
        if (constructor.DeclaringType is TypeDefinition own) return ObjectBytes + own.Fields.Where(static f => !f.IsStatic).Sum(static f => TypeSize.Bytes(f.FieldType));
        // Delegates, lists, dictionaries and sets, empty.
        return 96;
    }
}
