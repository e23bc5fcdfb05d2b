using System.Collections.Concurrent;

namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>Who may come in: bearer tokens and their users.</summary>
public sealed class BearerTokens
{
    private readonly ConcurrentDictionary<string, string> _users = new() { [FakeApiServerOptions.AdminToken] = "admin" };

    /// <summary>Lets a token in.</summary>
    public void Add(string token, string user) => _users[token] = user;

    /// <summary>Refuses a token from now on, as after its rotation.</summary>
    public void Revoke(string token) => _users.TryRemove(token, out _);

    internal string? UserOf(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.Ordinal) == true ? _users.GetValueOrDefault(authorization["Bearer ".Length..].Trim()) : null;
}
