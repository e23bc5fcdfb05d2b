using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>The types of an image and the bodies of its functions: nothing in it can be used as what it is not.</summary>
internal static class ImageVerifier
{
    public static void Check(ModuleDefinition module, DiagnosticBag problems)
    {
        var types = new IlTypes();
        var assignability = new Assignability(types);
        foreach (var type in module.GetTypes())
        {
            if (LayoutCheck.Problem(type) is { } layout) problems.Add(type, "ARG0415", $"the compiled policy cannot be verified: {layout}");
            CheckFields(type, types, problems);
            foreach (var method in type.Methods)
            {
                if (!method.HasBody || HelperBodies.IsHelper(method) || TypeCheck.IsCacheInitializer(method)) continue;
                BodyVerifier.Check(method, types, assignability, problems);
            }
        }
    }

    private static void CheckFields(TypeDefinition type, IlTypes types, DiagnosticBag problems)
    {
        if (type.HasGenericParameters || TypeCheck.IsImplementation(type)) return;
        types.IsEntry = false;
        try
        {
            foreach (var field in type.Fields)
            {
                var known = types.Of(field.FieldType);
                if (known.Kind is IlKind.ByRef or IlKind.Void || known.IsByRefLike)
                {
                    throw new UnverifiableException($"`{field.Name}` keeps an address");
                }
            }
        }
        catch (UnverifiableException problem)
        {
            problems.Add(type, "ARG0415", $"the compiled policy cannot be verified: {problem.Message}");
        }
    }
}
