using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions.Recording;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>The data of one decision, and which documents of it were read: by policies, and by the verification of tokens and documents.</summary>
/// <param name="data">The snapshot's data.</param>
/// <param name="recorder">Keeps what was read, where evidence is kept.</param>
internal sealed class DataReads(IDataView data, EvidenceRecorder? recorder = null) : IDataView
{
    /// <summary>The most that are remembered: a policy may read very many.</summary>
    public const int Maximum = 32;

    private readonly List<string> _paths = new(2);

    /// <summary>The documents, each once, in the order in which they were read; nothing where documents have no digests.</summary>
    public ImmutableArray<DocumentReference> Documents => data is IDocumentIndex index ? [.. _paths.Select(index.Describe).Distinct()] : [];

    public DataValue Read(string path)
    {
        if (_paths.Count < Maximum && !_paths.Contains(path)) _paths.Add(path);
        var value = data.Read(path);
        recorder?.Read(path, value);
        return value;
    }

    public Pod? FindPod(string podNamespace, string name)
    {
        var pod = data.FindPod(podNamespace, name);
        recorder?.Found(podNamespace, name, pod is not null, data);
        return pod;
    }

    /// <summary>Names a document that was read elsewhere.</summary>
    public DocumentReference? Describe(string path) => (data as IDocumentIndex)?.Describe(path);
}
