using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>The guarded blocks of a function: they are entered at their beginning and left as the platform wants it.</summary>
internal sealed class Regions
{
    private readonly List<Region> _all = [];

    public Regions(MethodBody body)
    {
        foreach (var handler in body.ExceptionHandlers)
        {
            if (handler.HandlerType is not (ExceptionHandlerType.Catch or ExceptionHandlerType.Finally) || handler.FilterStart is not null)
            {
                throw new UnverifiableException("a handler is not part of a policy");
            }
            Add(handler.TryStart, handler.TryEnd, false, false);
            Add(handler.HandlerStart, handler.HandlerEnd, true, handler.HandlerType == ExceptionHandlerType.Finally);
        }
        foreach (var one in _all)
        {
            if (_all.Any(other => one.Start < other.Start && other.Start < one.End && one.End < other.End))
            {
                throw new UnverifiableException("guarded blocks overlap");
            }
        }
    }

    /// <summary>Whether a guarded block begins here.</summary>
    public bool BeginsTry(Instruction at) => _all.Exists(r => !r.IsHandler && r.Start == at.Offset);

    /// <summary>Whether here is the end of an evaluation: outside all blocks.</summary>
    public bool IsOutside(Instruction at) => !_all.Exists(r => r.Holds(at));

    public bool IsInFinally(Instruction at) => Innermost(at) is { IsFinally: true };

    /// <summary>Whether one may go from here to there by going on or by a branch: within one block, or to where another one
    /// begins.</summary>
    public bool MayGo(Instruction from, Instruction to) =>
        _all.TrueForAll(r => r.Holds(from) == r.Holds(to) || (!r.Holds(from) && !r.IsHandler && r.Start == to.Offset));

    /// <summary>Whether one may leave blocks here and go on there.</summary>
    public bool MayLeave(Instruction from, Instruction to) =>
        !IsOutside(from) && _all.TrueForAll(r => r.Holds(from) == r.Holds(to)
            || (r.Holds(from) ? !r.IsFinally : !r.IsHandler && r.Start == to.Offset));

    private Region? Innermost(Instruction at) => _all.Where(r => r.Holds(at)).MinBy(static r => r.End - r.Start);

    private void Add(Instruction start, Instruction? end, bool isHandler, bool isFinally) =>
        _all.Add(new Region(start.Offset, end?.Offset ?? int.MaxValue, isHandler, isFinally));

    private sealed record Region(int Start, int End, bool IsHandler, bool IsFinally)
    {
        public bool Holds(Instruction at) => at.Offset >= Start && at.Offset < End;
    }
}
