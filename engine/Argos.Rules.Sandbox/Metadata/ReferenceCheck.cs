using Argos.Rules.Sandbox.AllowLists;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Every row of the reference tables, used or not, is on one of the lists.</summary>
internal static class ReferenceCheck
{
    private static readonly string Trace = typeof(Runtime.Trace).FullName!;

    public static void Check(ModuleDefinition module, bool traced, DiagnosticBag problems)
    {
        foreach (var type in module.GetTypeReferences())
        {
            var key = MemberKey.Of(type);
            if (!IsListedType(key) && !(traced && key == Trace)) problems.Add(ImagePlaces.OfUse(module, key), "ARG0406", $"the compiled policy uses the type `{key}`; {Advice.ForType(key)}");
        }
        foreach (var member in module.GetMemberReferences())
        {
            if (IsOwn(member.DeclaringType)) continue;
            var key = member is MethodReference method ? MemberKey.Of(method) : MemberKey.Of((FieldReference)member);
            if (!IsListedMember(key) && !(traced && IsTrace(member))) problems.Add(ImagePlaces.OfUse(module, key), "ARG0407", $"the compiled policy uses `{key}`; {Advice.ForMember(key)}");
        }
    }

    private static bool IsTrace(MemberReference member) => member is MethodReference && member.DeclaringType is not TypeSpecification && MemberKey.Of(member.DeclaringType) == Trace;

    public static bool IsOwn(TypeReference type) => type.GetElementType() is TypeDefinition || type.GetElementType().Scope is ModuleDefinition;

    public static bool IsListedType(string key) => AllowList.Language.HasType(key) || AllowList.Compiler.HasType(key);

    public static bool IsListedMember(string key) => AllowList.Language.HasMember(key) || AllowList.Compiler.HasMember(key);
}
