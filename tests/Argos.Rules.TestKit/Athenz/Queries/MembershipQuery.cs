using Argos.Rules.TestKit.Athenz.Checks;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Athenz.Queries;

/// <summary>A membership check: <c>/access/domain/{domain}/role/{role}/principal/{principal}</c>.</summary>
internal sealed record MembershipQuery(string Domain, string Role, string Principal)
{
    private const string Mark = "/access/domain/";

    public static bool IsOne(HttpRequest request) => request.Path.Value!.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Reads and validates a check as ZTS does.</summary>
    /// <exception cref="ZtsRefusal">400, or 404 for another path.</exception>
    public static MembershipQuery Read(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (path[(path.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Split('/')
            is not [var domain, "role", var role, "principal", var principal]) throw new ZtsRefusal(404, "no such resource");
        foreach (var (kind, name) in new[] { ("DomainName", domain), ("EntityName", role), ("EntityName", principal) })
        {
            if (!AthenzGrammar.IsCompoundName(name)) throw ZtsRefusal.BadRequest($"Invalid {kind} error: {name}");
        }
        return new MembershipQuery(domain, role, principal);
    }
}
