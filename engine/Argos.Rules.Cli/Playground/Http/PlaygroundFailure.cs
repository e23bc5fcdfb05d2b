using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>What the page is told when a request fails: what is wrong, and what to do.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">The words.</param>
internal sealed record PlaygroundFailure(int Status, string Message)
{
    private const string Again = "try again; if it stays so, start `argos playground` again";

    /// <summary>The failure that an exception is.</summary>
    public static PlaygroundFailure Of(Exception problem) => problem switch
    {
        UsageException => new(StatusCodes.Status422UnprocessableEntity, problem.Message),
        CompilerUnavailableException => new(StatusCodes.Status503ServiceUnavailable, $"{problem.Message}: {Again}"),
        OperationCanceledException => new(StatusCodes.Status503ServiceUnavailable, "the playground ends: start `argos playground` again"),
        UnauthorizedAccessException => new(StatusCodes.Status500InternalServerError,
            $"{problem.Message}: give the playground a temporary directory that it may write to, with TMPDIR"),
        IOException => new(StatusCodes.Status502BadGateway, problem.Message),
        // Of the text nothing is said: the message of an exception may quote it.
        _ => new(StatusCodes.Status500InternalServerError,
            $"the playground failed ({problem.GetType().Name}): change what was written last, or {Again}"),
    };
}
