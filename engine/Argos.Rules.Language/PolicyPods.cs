using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Language;

/// <summary>The cluster's pods, as one decision sees them.</summary>
public sealed class PolicyPods(IDataView view)
{
    /// <summary>
    /// The pod of that name, or <see langword="null"/>. Pods are found by name and must be compared by uid:
    /// a pod that was deleted and made again has the same name.
    /// </summary>
    public Pod? Find(string? podNamespace, string? name) =>
        string.IsNullOrEmpty(podNamespace) || string.IsNullOrEmpty(name) ? null : view.FindPod(podNamespace, name);

    /// <summary>What to give to <c>Wait</c> for a pod that the watch has not brought yet.</summary>
    public string Key(string? podNamespace, string? name) => $"kubernetes/pods/{podNamespace}/{name}";
}
