using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Management;

/// <summary>The management API: for mgmt and people on the same machine.</summary>
internal sealed class ManagementOptions : IValidatableObject
{
    /// <summary>Address and port to listen on. Keep it on loopback: whoever reaches it can change the policies.</summary>
    public string Listen { get; set; } = "127.0.0.1:8181";

    /// <summary>A file with the bearer token that every request must show; read at each request, so it can be rotated. A file that is missing or empty lets nobody in. Empty: no token, so every process of this machine (in Kubernetes: of the pod) can change the policies.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>Whether the engine makes a token in that file, for its own user alone, when there is none; one that is there stays.</summary>
    public bool GenerateToken { get; set; }

    /// <summary>The largest body of a data write, in bytes, after decompression.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaximumDataBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The largest body of a whole collection, such as all pods, in bytes, after decompression: it is read object by object, each of at most 4 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaximumCollectionBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>The largest body of any other request, in bytes, after decompression.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaximumRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Open connections; for a further one that has been without a request for longest is closed. Default 256.</summary>
    [Range(1, 100_000)]
    public int MaximumConnections { get; set; } = 256;

    internal ConnectionLimits Connections => new(MaximumConnections, MaximumConnections);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Listen, out _)) yield return new($"is `{Listen}`, not {ListenAddress.Expected}", [nameof(Listen)]);
        if (GenerateToken && TokenFile.Length == 0) yield return new("needs `Management:TokenFile`, the file to make", [nameof(GenerateToken)]);
    }
}
