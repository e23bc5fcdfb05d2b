using System.Collections.Immutable;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Functions as values: of the image only, with the object that they belong to, and with what the type of function takes and
/// gives.</summary>
internal static class Delegates
{
    public static void Make(Machine machine, IlType type)
    {
        var function = machine.Pop(IlKind.Function).Function!;
        var self = machine.Pop();
        var target = CallTarget.Of(function, machine.Types);
        if (target.IsConstructor || target.IsAbstract) Machine.Refuse($"`{target.Name}` is passed on as a function");
        if (target.HasThis)
        {
            if (self.Kind != IlKind.Reference || target.Declaring.Kind != IlKind.Reference
                || !machine.Assignability.Is(self, target.Declaring))
            {
                Machine.Refuse($"`{target.Name}` is bound to {self}");
            }
        }
        else if (self.Kind != IlKind.Null)
        {
            Machine.Refuse($"`{target.Name}` is bound to {self}, and belongs to no object");
        }
        var invoke = type.Platform!.GetMethod("Invoke")!;
        ImmutableArray<IlType> given = [.. invoke.GetParameters().Select(p => machine.Types.Of(p.ParameterType, type.Arguments, []))];
        var returned = machine.Types.Of(invoke.ReturnType, type.Arguments, []);
        var fits = given.Length == target.Parameters.Length && Fits(machine, target.Returns, returned);
        for (var i = 0; fits && i < given.Length; i++) fits = Fits(machine, given[i], target.Parameters[i]);
        if (!fits) Machine.Refuse($"`{target.Name}` is no `{type}`");
        machine.Push(StackValue.Of(type) with { IsStateless = self.Kind == IlKind.Null || self.IsStateless });
    }

    private static bool Fits(Machine machine, IlType from, IlType to) => from == to
        || (from.Kind == IlKind.Reference && machine.Assignability.Is(from, to));
}
