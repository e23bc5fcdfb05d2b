namespace Argos.Rules.Core.Limits;

/// <summary>Among whom something is shared: a domain, a service of it, a key that decisions wait for.</summary>
/// <param name="Kind">What it is; parties of different kinds are never the same.</param>
/// <param name="Name">Its name.</param>
/// <param name="Within">The second part of a name that has two.</param>
internal readonly record struct Party(string Kind, string Name, string Within = "")
{
    /// <summary>A domain of Athenz.</summary>
    public static Party Domain(string domain) => new("domain", domain);

    /// <summary>A service of a domain.</summary>
    public static Party Service(string domain, string service) => new("service", domain, service);

    /// <summary>A path of the data that decisions wait for.</summary>
    public static Party Key(string path) => new("key", path);
}

/// <summary>What a party can count on, whatever the others do.</summary>
/// <param name="Party">Who.</param>
/// <param name="Part">Its part of the whole, from 0 to 1.</param>
internal readonly record struct FairShare(Party Party, double Part);
