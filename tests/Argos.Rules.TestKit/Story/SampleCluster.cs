using System.Collections.Immutable;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Story;

/// <summary>A cluster with the sample pods, the stock policy and its settings. What is behind it is for the derived class to say.</summary>
public abstract class SampleCluster(TokenMint mint)
{
    /// <summary>The codes of a decision that waited for a pod which is gone.</summary>
    public virtual string GoneCodes => "pod-unknown, wait-timeout";

    /// <summary>The pods by namespace and name.</summary>
    public ImmutableSortedDictionary<string, SamplePod> Pods { get; private set; } = ImmutableSortedDictionary<string, SamplePod>.Empty;

    /// <summary>Signs what the cluster itself would not: expired and forged tokens.</summary>
    protected TokenMint Mint => mint;

    /// <summary>How mgmt reads it.</summary>
    public abstract MgmtSettings Source(Uri engine, string workingDirectory);

    /// <summary>Creates everything.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await ApplyConfigMapsAsync(cancellationToken);
        foreach (var pod in SamplePod.All) await AddAsync(pod, cancellationToken);
    }

    /// <summary>Creates a pod and lets it run.</summary>
    public async Task<SamplePod> AddAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        var created = await CreatePodAsync(pod, cancellationToken);
        Pods = Pods.SetItem($"{pod.Namespace}/{pod.Name}", created);
        return created;
    }

    /// <summary>A pod by namespace and name.</summary>
    public SamplePod Pod(string key) => Pods[key];

    /// <summary>A token bound to the pod, as its kubelet would have mounted it.</summary>
    public abstract Task<string> TokenAsync(SamplePod pod, CancellationToken cancellationToken);

    /// <summary>A token of the pod that ended an hour ago.</summary>
    public string ExpiredToken(SamplePod pod) => mint.Mint(Bound(pod) with { Age = TimeSpan.FromHours(2) });

    /// <summary>A token of the pod that somebody else signed under the cluster's key id.</summary>
    public string ForgedToken(SamplePod pod) => mint.Mint(Bound(pod) with { Signing = TokenSigning.ForeignKey });

    /// <summary>Asks for the deletion of a pod; it is terminating from now on.</summary>
    public abstract Task BeginDeleteAsync(SamplePod pod, CancellationToken cancellationToken);

    /// <summary>Removes a pod.</summary>
    public abstract Task RemoveAsync(SamplePod pod, CancellationToken cancellationToken);

    /// <summary>Creates policy and settings.</summary>
    protected abstract Task ApplyConfigMapsAsync(CancellationToken cancellationToken);

    /// <summary>Creates a pod; gives it back with its uid.</summary>
    protected abstract Task<SamplePod> CreatePodAsync(SamplePod pod, CancellationToken cancellationToken);

    /// <summary>What goes into a token of the pod.</summary>
    protected static ServiceAccountToken Bound(SamplePod pod) => new()
    {
        Namespace = pod.Namespace,
        ServiceAccount = pod.ServiceAccount,
        PodName = pod.Name,
        PodUid = pod.Uid,
        Audiences = [SampleNames.Audience],
    };
}
