namespace Argos.Rules.Engine.Callback;

/// <summary>Who calls, as the audit log names it.</summary>
/// <param name="Name">The allowed name in the client's certificate.</param>
internal sealed record ZtsClientIdentity(string Name)
{
    /// <summary>The caller that the callback listener has admitted; other listeners know their callers only by the way they came.</summary>
    public static string Of(HttpContext http) => http.Features.Get<ZtsClientIdentity>()?.Name ?? "management";
}
