using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Story;

/// <summary>The sample cluster as a folder of manifests.</summary>
public sealed class DirectoryCluster(string folder, TokenMint mint, TimeProvider time) : SampleCluster(mint)
{
    /// <summary>Time between two declarations of mgmt's whole set.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <inheritdoc/>
    public override MgmtSettings Source(Uri engine, string workingDirectory) =>
        new() { Engine = engine, WorkingDirectory = workingDirectory, Directory = folder, HeartbeatSeconds = HeartbeatSeconds };

    /// <inheritdoc/>
    public override Task<string> TokenAsync(SamplePod pod, CancellationToken cancellationToken) => Task.FromResult(Mint.Mint(Bound(pod)));

    /// <inheritdoc/>
    public override async Task BeginDeleteAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(FileOf(pod), cancellationToken))!.AsObject();
        manifest["metadata"]!["deletionTimestamp"] = SampleManifests.Time(time.GetUtcNow());
        await WriteAsync(FileOf(pod), manifest.ToJsonString(), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task RemoveAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        File.Delete(FileOf(pod));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ApplyConfigMapsAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await WriteAsync(Path.Combine(folder, "jwks.json"), Mint.Jwks(), cancellationToken);
        await WriteAsync(Path.Combine(folder, "policy.json"), SampleManifests.Policy().ToJsonString(), cancellationToken);
        await WriteAsync(Path.Combine(folder, "settings.json"), SampleManifests.Settings(Mint.Issuer).ToJsonString(), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<SamplePod> CreatePodAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        var created = pod with { Uid = Guid.NewGuid().ToString() };
        await WriteAsync(FileOf(pod), SampleManifests.Pod(created, time.GetUtcNow()).ToJsonString(), cancellationToken);
        return created;
    }

    private string FileOf(SamplePod pod) => Path.Combine(folder, $"pod-{pod.Namespace}-{pod.Name}.json");

    /// <summary>Nobody may read half a file.</summary>
    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        var next = file + ".next";
        await File.WriteAllTextAsync(next, text, cancellationToken);
        File.Move(next, file, overwrite: true);
    }
}
