using Argos.Rules.TestKit.Athenz.Checks;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Athenz.Queries;

/// <summary>
/// An access check: <c>/access/{action}/{resource}</c>, where the resource is validated as a name, or
/// <c>/access/{action}?resource=</c>, which takes any text.
/// </summary>
internal sealed record AccessQuery(string Action, string Resource, string Principal)
{
    private const string Mark = "/access/";

    public string Domain => Resource.Split(':')[0];

    public static bool IsOne(HttpRequest request) => request.Path.Value!.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Reads and validates a check as ZTS does.</summary>
    /// <exception cref="ZtsRefusal">400, or 404 for another path.</exception>
    public static AccessQuery Read(HttpRequest request)
    {
        var path = request.Path.Value!;
        var parts = path[(path.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Split('/');
        var principal = request.Query["principal"].ToString();
        if (parts.Length > 2) throw new ZtsRefusal(404, "no such resource");
        if (!AthenzGrammar.IsCompoundName(parts[0])) throw ZtsRefusal.BadRequest($"Invalid ActionName error: {parts[0]}");
        if (principal.Length > 0 && !AthenzGrammar.IsCompoundName(principal)) throw ZtsRefusal.BadRequest(
            $"Invalid EntityName error: {principal}");
        if (parts is [_, var named])
        {
            // An encoded slash stays encoded, and is none of the grammar.
            if (!AthenzGrammar.IsResourceName(named)) throw ZtsRefusal.BadRequest($"Invalid ResourceName error: {named}");
            return new AccessQuery(parts[0], named, principal);
        }
        return request.Query["resource"].ToString() is { Length: > 0 } resource ? new AccessQuery(parts[0], resource, principal)
            : throw ZtsRefusal.BadRequest("missing resource");
    }
}
