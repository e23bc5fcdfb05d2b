using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Decisions.Recording;

/// <summary>Gathers what one evaluation reads. Used by one thread.</summary>
internal sealed class EvidenceRecorder
{
    /// <summary>The most of each kind; what is beyond makes the evidence incomplete.</summary>
    public const int Maximum = 64;

    private readonly List<RecordedValue> _values = [];
    private readonly List<RecordedPod> _pods = [];
    private readonly List<RecordedToken> _tokens = [];
    private readonly List<RecordedDocument> _documents = [];

    public bool IsComplete { get; private set; } = true;

    public IReadOnlyList<RecordedValue> Values => _values;

    public IReadOnlyList<RecordedPod> Pods => _pods;

    public IReadOnlyList<RecordedToken> Tokens => _tokens;

    public IReadOnlyList<RecordedDocument> Documents => _documents;

    public void Read(string path, DataValue value)
    {
        if (_values.Exists(known => known.Path == path)) return;
        if (HasRoom(_values)) _values.Add(new RecordedValue(path, value));
    }

    public void Found(string podNamespace, string name, bool exists, IDataView data)
    {
        if (_pods.Exists(known => known.Namespace == podNamespace && known.Name == name) || !HasRoom(_pods)) return;
        _pods.Add(new RecordedPod(podNamespace, name, exists && data is DataTree tree ? JsonOf(tree, podNamespace, name) : null));
    }

    public void Verified(string token, TokenExpectation expectation, TokenCheck check)
    {
        if (HasRoom(_tokens)) _tokens.Add(new RecordedToken(SecretFree.Secret(token), expectation with { KeySet = null }, check.Finding, check.KeyId));
    }

    public void Verified(string? document, string? signature, string certificates, DocumentCheck check)
    {
        if (HasRoom(_documents)) _documents.Add(new RecordedDocument(document ?? "", SecretFree.Signature(signature ?? ""), certificates, check.Finding));
    }

    private bool HasRoom<T>(List<T> list)
    {
        if (list.Count < Maximum) return true;
        IsComplete = false;
        return false;
    }

    private static byte[] JsonOf(DataTree tree, string podNamespace, string name)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, JsonText.WriterOptions);
        tree.TryWrite(new DataPath(["kubernetes", "pods", podNamespace, name]), writer);
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }
}
