using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>
/// Calls of the compiler's helpers for the arguments of `params`. Their bodies look at no type and no bound, so here is
/// where the types must be the same and the numbers stand in the code, within the structure.
/// </summary>
internal static class InlineArrayCalls
{
    public static bool Step(Machine machine, MethodReference called)
    {
        if (called is not GenericInstanceMethod { ElementMethod: MethodDefinition helper } generic || !HelperBodies.IsHelper(helper))
        {
            return false;
        }
        if (HelperBodies.Shape(helper) is not { } shape)
        {
            throw new UnverifiableException($"the compiler's helper `{helper.Name}` is not one that is known");
        }
        var (buffer, element) = (machine.Types.Of(generic.GenericArguments[0]), machine.Types.Of(generic.GenericArguments[1]));
        var length = InlineArrays.Length(buffer);
        if (length == 0 || buffer.Arguments is not [var held] || held != element)
        {
            Machine.Refuse($"a `{buffer}` is used as places of `{element}`");
        }
        if (shape.HasNumber)
        {
            var number = machine.Pop(IlKind.Int32);
            if (number.Constant is not { } constant || constant < 0 || constant > (shape.IsSpan ? length : length - 1))
            {
                Machine.Refuse($"a `{buffer}` is used beyond its end");
            }
        }
        machine.PopAddress(buffer, written: true);
        if (shape.IsSpan) machine.Push(machine.Types.Of(typeof(ReadOnlySpan<>), element));
        else machine.Push(StackValue.AddressOf(element));
        return true;
    }
}
