using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>
/// Follows every way through a function and finds out the types on its stack at each instruction. Where ways meet, they must
/// bring the same; an instruction that the language does not need is refused.
/// </summary>
internal sealed class BodyVerifier
{
    private readonly Machine _machine;
    private readonly Regions _regions;
    private readonly Dictionary<Instruction, ImmutableArray<StackValue>> _seen = [];
    private readonly Queue<Instruction> _open = new();

    private BodyVerifier(Machine machine) => (_machine, _regions) = (machine, new Regions(machine.Method.Body));

    /// <summary>Looks at a function of the image; the first problem is reported at its line.</summary>
    public static void Check(MethodDefinition method, IlTypes types, Assignability assignability, DiagnosticBag problems)
    {
        Instruction? at = null;
        try
        {
            new BodyVerifier(new Machine(method, types, assignability)).Run(ref at);
        }
        catch (UnverifiableException problem)
        {
            problems.Add(method, at ?? method.Body.Instructions[0], "ARG0415",
                $"the compiled policy cannot be verified: in {ImageNames.Of(method)} {problem.Message}");
        }
    }

    private void Run(ref Instruction? at)
    {
        var body = _machine.Method.Body;
        Reach(body.Instructions[0], []);
        foreach (var handler in body.ExceptionHandlers)
        {
            Reach(handler.HandlerStart, handler.HandlerType == ExceptionHandlerType.Catch
                ? [StackValue.Of(_machine.Types.Of(handler.CatchType))] : []);
        }
        while (_open.TryDequeue(out at))
        {
            _machine.Stack = _seen[at];
            if (_regions.BeginsTry(at) && _machine.Depth > 0) Machine.Refuse("a guarded block begins with values on the stack");
            Step(at);
        }
        at = body.Instructions.FirstOrDefault(i => !_seen.ContainsKey(i) && i.Previous?.OpCode.Code != Code.Constrained);
        if (at is not null) Machine.Refuse("there is code that is never reached");
    }

    private void Step(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Br or Code.Br_S:
                Go(at, (Instruction)at.Operand);
                return;
            case Code.Switch:
                _machine.Pop(IlKind.Int32);
                foreach (var target in (Instruction[])at.Operand) Go(at, target);
                break;
            case Code.Ret:
                Return(at);
                return;
            case Code.Throw:
                _machine.Pop(_machine.Types.Of(typeof(Exception)));
                return;
            case Code.Leave or Code.Leave_S:
                if (!_regions.MayLeave(at, (Instruction)at.Operand)) Machine.Refuse("a guarded block is left where it cannot be");
                Reach((Instruction)at.Operand, []);
                return;
            case Code.Endfinally:
                if (!_regions.IsInFinally(at)) Machine.Refuse("`endfinally` stands outside a handler");
                return;
            case Code.Constrained:
                Calls.Constrained(_machine, at);
                at = at.Next;
                break;
            default:
                if (Comparisons.Branch(_machine, at.OpCode.Code)) Go(at, (Instruction)at.Operand);
                else if (!Variables.Step(_machine, at) && !Arithmetic.Step(_machine, at.OpCode.Code) && !Objects.Step(_machine, at)
                    && !Items.Step(_machine, at) && !Calls.Step(_machine, at))
                {
                    Machine.Refuse($"the instruction `{at.OpCode.Name}` is not part of a policy");
                }
                break;
        }
        if (at.Next is null) Machine.Refuse("the code runs over its end");
        Go(at, at.Next);
    }

    private void Return(Instruction at)
    {
        if (!_regions.IsOutside(at)) Machine.Refuse("a guarded block ends with `ret`");
        if (_machine.Returns.Kind != IlKind.Void) _machine.Pop(_machine.Returns);
        if (_machine.Depth > 0) Machine.Refuse("values are left on the stack");
    }

    private void Go(Instruction from, Instruction to)
    {
        if (!_regions.MayGo(from, to)) Machine.Refuse("a branch leads into or out of a guarded block");
        if (to.Previous?.OpCode.Code == Code.Constrained) Machine.Refuse("a branch leads behind a prefix");
        Reach(to, _machine.Stack);
    }

    private void Reach(Instruction to, ImmutableArray<StackValue> stack)
    {
        if (!_seen.TryGetValue(to, out var before))
        {
            _seen.Add(to, stack);
            _open.Enqueue(to);
            return;
        }
        if (before.Length != stack.Length) Machine.Refuse("ways with different stacks meet");
        var merged = before;
        for (var i = 0; i < before.Length; i++) merged = merged.SetItem(i, Merge(before[i], stack[i]));
        if (merged.AsSpan().SequenceEqual(before.AsSpan())) return;
        _seen[to] = merged;
        _open.Enqueue(to);
    }

    private StackValue Merge(StackValue one, StackValue other)
    {
        if (one == other) return one;
        if (one.IsObject && other.IsObject)
        {
            if (one.Kind == IlKind.Null && other.Kind == IlKind.Null) return StackValue.Null;
            var type = one.Type is null ? other.Type! : other.Type is null ? one.Type : _machine.Assignability.Common(one.Type, other.Type);
            return new StackValue(IlKind.Reference, type)
            {
                IsStateless = one.IsStateless && other.IsStateless,
                IsThis = one.IsThis
                && other.IsThis
            };
        }
        if (one.Kind != other.Kind || one.Type != other.Type || one.Function != other.Function) Machine.Refuse($"{one} and {other} meet");
        return new StackValue(one.Kind, one.Type) { IsReadOnly = one.IsReadOnly || other.IsReadOnly };
    }
}
