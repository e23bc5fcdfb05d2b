using System.Reflection;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Runtime;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Weaving;

/// <summary>References from one image to the guard and the intrinsics, each made once.</summary>
internal sealed class Guards(ModuleDefinition module)
{
    private readonly Dictionary<MethodInfo, MethodReference> _imported = [];

    public MethodReference Enter => Import(typeof(Guard).GetMethod(nameof(Guard.Enter))!);

    public MethodReference Step => Import(typeof(Guard).GetMethod(nameof(Guard.Step))!);

    public MethodReference Memory => Import(typeof(Guard).GetMethod(nameof(Guard.Memory))!);

    public MethodReference ArrayLength => Import(typeof(Guard).GetMethod(nameof(Guard.ArrayLength))!);

    public MethodReference MadeText => Import(typeof(Guard).GetMethod(nameof(Guard.Made))!);

    /// <summary>The intrinsic for a call, with the call's type arguments; <see langword="null"/> when there is none.</summary>
    public MethodReference? Intrinsic(Instruction call)
    {
        var target = (MethodReference)call.Operand;
        if (ReferenceCheck.IsOwn(target.DeclaringType)) return null;
        if (IntrinsicTable.Find(MemberKey.Of(target), call.OpCode.Code == Code.Newobj) is not { } method) return null;
        var arguments = new List<TypeReference>();
        if (target.DeclaringType is GenericInstanceType type) arguments.AddRange(type.GenericArguments);
        if (target is GenericInstanceMethod generic) arguments.AddRange(generic.GenericArguments);
        return Instance(method, arguments);
    }

    /// <summary>The intrinsic for <c>ToString</c> on the address of a value; <see langword="null"/> when there is none.</summary>
    public MethodReference? Print(Instruction call)
    {
        if (call.Previous is not { OpCode.Code: Code.Constrained, Operand: TypeReference type }) return null;
        if (ReferenceCheck.IsOwn(type) || MemberKey.Of((MethodReference)call.Operand) != "System.Object.ToString") return null;
        if (IntrinsicTable.Find($"{MemberKey.Of(type)}.ToString", creates: false) is not { } method) return null;
        return Instance(method, type is GenericInstanceType generic ? [.. generic.GenericArguments] : []);
    }

    private MethodReference Instance(MethodInfo method, List<TypeReference> arguments)
    {
        var reference = Import(method);
        if (arguments.Count == 0) return reference;
        var instance = new GenericInstanceMethod(reference);
        foreach (var argument in arguments) instance.GenericArguments.Add(argument);
        return instance;
    }

    private MethodReference Import(MethodInfo method)
    {
        if (!_imported.TryGetValue(method, out var reference)) _imported.Add(method, reference = module.ImportReference(method));
        return reference;
    }
}
