using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// Nothing in a policy catches: the one handler is the compiler's, around the script's body, and it ends the evaluation.
/// What runs on the way out is the disposal of an enumerator, so an exhausted budget stays exhausted.
/// </summary>
internal static class HandlerCheck
{
    public static void Check(MethodDefinition method, DiagnosticBag problems)
    {
        var catches = 0;
        foreach (var handler in method.Body.ExceptionHandlers)
        {
            var holds = handler.HandlerType switch
            {
                ExceptionHandlerType.Finally => IsDisposal(handler),
                ExceptionHandlerType.Catch => ++catches == 1 && MethodCheck.IsScriptBody(method) && IsEnd(handler),
                _ => false,
            };
            if (!holds) problems.Add(method, handler.HandlerStart ?? method.Body.Instructions[0], "ARG0412", $"{ImageNames.Of(method)} handles exceptions; test for what can go wrong");
        }
    }

    private static bool IsDisposal(ExceptionHandler handler)
    {
        for (var at = handler.HandlerStart; at is not null && at != handler.HandlerEnd; at = at.Next)
        {
            var plain = at.OpCode.FlowControl is FlowControl.Next or FlowControl.Cond_Branch && at.OpCode.Code is not (Code.Switch or Code.Newobj or Code.Newarr or Code.Box);
            var forwards = at.Operand is not Instruction target || target.Offset > at.Offset;
            var dispose = at.OpCode.FlowControl == FlowControl.Call && at.Operand is MethodReference { Name: "Dispose", Parameters.Count: 0 };
            if (!(plain && forwards) && !dispose && at.OpCode.Code is not (Code.Endfinally or Code.Constrained)) return false;
        }
        return true;
    }

    private static bool IsEnd(ExceptionHandler handler)
    {
        var calls = 0;
        for (var at = handler.HandlerStart; at is not null && at != handler.HandlerEnd; at = at.Next)
        {
            if (at.OpCode.FlowControl == FlowControl.Call && (at.Operand is not MethodReference { Name: "SetException" } || ++calls > 1)) return false;
            if (at.OpCode.FlowControl is FlowControl.Cond_Branch) return false;
            if (at.OpCode.Code is Code.Leave or Code.Leave_S && ((Instruction)at.Operand).OpCode.Code != Code.Ret) return false;
        }
        return calls == 1;
    }
}
