using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Management;

/// <summary>The body of every management error, in OPA's shape.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Errors">The single errors, with positions; left out when there are none.</param>
public sealed record ErrorBody(string Code, string Message, ImmutableArray<Diagnostic>? Errors = null);

/// <summary>One error or warning about a policy, its tests or a data document.</summary>
/// <param name="Code">A stable id, for example <c>CS0103</c>.</param>
/// <param name="Message">What is wrong and what to do, one line.</param>
/// <param name="Location">Where; left out when it concerns the whole.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>; only errors refuse a policy.</param>
public sealed record Diagnostic(string Code, string Message, Location? Location = null, string Severity = "error");

/// <summary>A place in a text.</summary>
/// <param name="File">The policy id or file name.</param>
/// <param name="Row">Line, from 1.</param>
/// <param name="Col">Column, from 1.</param>
public sealed record Location(string File, int Row, int Col);

/// <summary>The codes of <see cref="ErrorBody"/>, as OPA names them.</summary>
public static class ErrorCodes
{
    /// <summary>The request cannot be read, or a policy does not compile.</summary>
    public const string InvalidParameter = "invalid_parameter";

    /// <summary>There is no such thing.</summary>
    public const string NotFound = "resource_not_found";

    /// <summary>A write would go through a value, or through a reserved path.</summary>
    public const string Conflict = "resource_conflict";

    /// <summary>There is no document at the path.</summary>
    public const string Undefined = "undefined_document";

    /// <summary>The caller has not shown the management token.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The engine failed.</summary>
    public const string Internal = "internal_error";

    /// <summary>The writer believes in another start of the engine.</summary>
    public const string OtherEngine = "engine_restarted";

    /// <summary>The declared set is not what the engine holds.</summary>
    public const string OutOfSync = "out_of_sync";
}
