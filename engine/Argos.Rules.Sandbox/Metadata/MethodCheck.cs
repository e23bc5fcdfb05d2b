using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>One method: plain managed code, no handlers but the compiler's own, a small frame.</summary>
internal static class MethodCheck
{
    public static void Check(MethodDefinition method, DiagnosticBag problems)
    {
        if (method.IsPInvokeImpl || method.PInvokeInfo is not null || method.ImplAttributes is not (MethodImplAttributes.IL or MethodImplAttributes.NoInlining or MethodImplAttributes.AggressiveInlining))
        {
            problems.Add(method, "ARG0405", $"{ImageNames.Of(method)} is not plain code");
            return;
        }
        if (method.HasSecurityDeclarations || (!method.IsAbstract && !method.HasBody))
            problems.Add(method, "ARG0405", $"{ImageNames.Of(method)} is not plain code");
        foreach (var type in method.Parameters.Select(static p => p.ParameterType).Append(method.ReturnType)) CheckType(type);
        if (!method.HasBody) return;

        var frame = 0;
        foreach (var local in method.Body.Variables)
        {
            CheckType(local.VariableType);
            frame += TypeSize.Bytes(local.VariableType);
        }
        if (frame > ImageLimits.FrameBytes) problems.Add(method, "ARG0410", $"{ImageNames.Of(method)} has more than {ImageLimits.FrameBytes} bytes of variables; split it up");
        HandlerCheck.Check(method, problems);
        InstructionCheck.Check(method, problems);

        void CheckType(TypeReference type)
        {
            if (TypeSize.Problem(type) is { } size) problems.Add(method, "ARG0410", $"a variable of {ImageNames.Of(method)} {size}");
            if (Contains(type, static t => t is PointerType or FunctionPointerType or PinnedType or SentinelType)) problems.Add(method, "ARG0411", $"{ImageNames.Of(method)} uses pointers");
            if (!IsEntry(method) && ArrayCheck.Problem(type) is { } array) problems.Add(method, "ARG0414", array);
        }
    }

    /// <summary>Whether a type or one of its parts is such a one.</summary>
    public static bool Contains(TypeReference type, Func<TypeReference, bool> test) => test(type) || type switch
    {
        GenericInstanceType generic => generic.GenericArguments.Any(a => Contains(a, test)),
        TypeSpecification wrapped => Contains(wrapped.ElementType, test),
        _ => false,
    };

    /// <summary>The two methods that the compiler hands the context to, in an array of anything.</summary>
    public static bool IsEntry(MethodDefinition method) => method.DeclaringType is { Name: PolicyEntry.ClassName, DeclaringType: null } && method.Name is ".ctor" or PolicyEntry.FactoryName;

    /// <summary>The body of the script, as the compiler lays it out.</summary>
    public static bool IsScriptBody(MethodDefinition method) =>
        method.Name == "MoveNext" && method.DeclaringType is { IsValueType: true, DeclaringType: { Name: PolicyEntry.ClassName, DeclaringType: null } } && method.DeclaringType.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal);
}
