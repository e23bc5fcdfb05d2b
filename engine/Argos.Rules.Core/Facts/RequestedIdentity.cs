namespace Argos.Rules.Core.Facts;

/// <summary>
/// For whom a question is asked: the identity that a request is about. Athenz has authorised the provider for it before it asks, so
/// nobody can ask in any number of names, as one can with made-up credentials.
/// </summary>
/// <param name="Domain">The Athenz domain.</param>
/// <param name="Service">The service in it.</param>
internal readonly record struct RequestedIdentity(string Domain, string Service)
{
    /// <summary>All dry runs together: they have one share between them, however many identities they name.</summary>
    public static RequestedIdentity DryRun { get; } = new("", "dry-run");
}
