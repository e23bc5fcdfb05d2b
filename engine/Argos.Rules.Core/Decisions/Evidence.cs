using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Core.Decisions.Recording;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Hands the data and the tokens of one decision to its policies and remembers which pods and tokens they looked at: an auditor
/// must be able to tell later which state of a pod a certificate was given for.
/// </summary>
/// <param name="data">The snapshot's data.</param>
/// <param name="tokens">Verifies tokens.</param>
/// <param name="recorder">Keeps what came of it, where evidence is kept.</param>
internal sealed class Evidence(IDataView data, ITokenVerifier tokens, EvidenceRecorder? recorder = null) : IDataView, ITokenVerifier, IEvidence
{
    /// <summary>The most of each that is remembered: a policy may look at very many.</summary>
    public const int Maximum = 8;

    private readonly List<Pod> _pods = new(1);
    private readonly List<TokenReference> _tokens = new(1);

    public ImmutableArray<PodReference> Pods => [.. _pods.Select(static pod => new PodReference(pod.Namespace, pod.Name, pod.Uid, pod.ResourceVersion))];

    public ImmutableArray<TokenReference> Tokens => [.. _tokens];

    public DataValue Read(string path) => data.Read(path);

    public Pod? FindPod(string podNamespace, string name)
    {
        var pod = data.FindPod(podNamespace, name);
        if (pod is not null && _pods.Count < Maximum && !_pods.Exists(known => known.Namespace == pod.Namespace && known.Name == pod.Name))
            _pods.Add(pod);
        return pod;
    }

    public TokenCheck Verify(string? token, TokenExpectation expectation)
    {
        var check = tokens.Verify(token, expectation);
        if (token is not null) recorder?.Verified(token, expectation, check);
        var reference = new TokenReference(check.KeyId, check.Id, check.Valid);
        if (token is not null && _tokens.Count < Maximum && !_tokens.Contains(reference)) _tokens.Add(reference);
        return check;
    }
}
