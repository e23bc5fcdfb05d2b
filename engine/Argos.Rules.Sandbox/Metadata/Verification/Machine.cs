using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>One function while its instructions are looked at: its variables, which have types, and its stack, which is found
/// out.</summary>
internal sealed class Machine
{
    private readonly List<StackValue> _stack = [];

    public Machine(MethodDefinition method, IlTypes types, Assignability assignability)
    {
        (Method, Types, Assignability) = (method, types, assignability);
        types.IsEntry = MethodCheck.IsEntry(method);
        if (method.HasGenericParameters) throw new UnverifiableException($"`{method.Name}` is generic");
        if (method.CallingConvention is not MethodCallingConvention.Default || method.ExplicitThis)
        {
            throw new UnverifiableException($"`{method.Name}` is called in a way that is not part of a policy");
        }
        var parameters = method.Parameters.Select(p => Parameter(p.ParameterType));
        Arguments = [.. method.HasThis ? parameters.Prepend(This()) : parameters];
        Returns = Parameter(method.ReturnType);
        if (Returns.Kind == IlKind.ByRef) throw new UnverifiableException($"`{method.Name}` gives an address");
        Locals = [.. method.Body.Variables.Select(v => types.Of(v.VariableType))];
        if (Locals.Any(static l => l.Kind == IlKind.Void)) throw new UnverifiableException($"`{method.Name}` has a variable of nothing");
        if (Locals.Length > 0 && !method.Body.InitLocals)
        {
            throw new UnverifiableException($"the variables of `{method.Name}` do not begin empty");
        }
    }

    public MethodDefinition Method { get; }

    public IlTypes Types { get; }

    public Assignability Assignability { get; }

    public ImmutableArray<IlType> Arguments { get; }

    public ImmutableArray<IlType> Locals { get; }

    public IlType Returns { get; }

    public int Depth => _stack.Count;

    public ImmutableArray<StackValue> Stack
    {
        get => [.. _stack];
        set
        {
            _stack.Clear();
            _stack.AddRange(value);
        }
    }

    [DoesNotReturn]
    public static void Refuse(string problem) => throw new UnverifiableException(problem);

    public void Push(StackValue value) => _stack.Add(value);

    public void Push(IlType type)
    {
        if (type.Kind != IlKind.Void) Push(StackValue.Of(type));
    }

    public StackValue Pop()
    {
        if (_stack.Count == 0) Refuse("a value is taken from an empty stack");
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    /// <summary>Takes a value that must be one of a type.</summary>
    public StackValue Pop(IlType type)
    {
        var value = Pop();
        if (!Assignability.Is(value, type)) Refuse($"{value} is used as a `{type}`");
        return value;
    }

    public StackValue Pop(IlKind kind)
    {
        var value = Pop();
        if (value.Kind != kind) Refuse($"{value} is used as `{kind}`");
        return value;
    }

    public StackValue PopIndex()
    {
        var value = Pop();
        if (value.Kind is not (IlKind.Int32 or IlKind.Native)) Refuse($"{value} is used as an index");
        return value;
    }

    /// <summary>Takes the address of something of a type.</summary>
    public StackValue PopAddress(IlType type, bool written)
    {
        var value = Pop();
        if (value.Kind != IlKind.ByRef || value.Type != type) Refuse($"{value} is used as the address of a `{type}`");
        if (written && value.IsReadOnly) Refuse($"what cannot be written is written: {value}");
        return value;
    }

    private IlType This()
    {
        var type = Types.Of(Method.DeclaringType);
        return type.Kind == IlKind.Value ? Types.AddressOf(type) : type;
    }

    private IlType Parameter(TypeReference type)
    {
        var known = Types.Of(type);
        // What holds addresses could outlive what it points to.
        if (known.IsByRefLike || known.Element?.IsByRefLike == true)
        {
            throw new UnverifiableException($"`{Method.Name}` passes a `{known}` on");
        }
        return known;
    }
}
