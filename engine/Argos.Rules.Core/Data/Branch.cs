using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>An object of the tree whose members are nodes of their own, in ordinal order.</summary>
internal sealed class Branch : DataNode
{
    /// <summary>The most leaves that a policy may read at once: more would let one policy stall every decision.</summary>
    public const int MaximumReadable = 1000;

    private static readonly ImmutableSortedDictionary<string, DataNode> NoChildren =
        ImmutableSortedDictionary.Create<string, DataNode>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, DataNode> _children;
    private StrongBox<JsonElement>? _read;

    private Branch(ImmutableSortedDictionary<string, DataNode> children, SetDigest digest) => (_children, Digest) = (children, digest);

    public static Branch Empty { get; } = new(NoChildren, SetDigest.Empty);

    public override SetDigest Digest { get; }

    public bool IsEmpty => _children.IsEmpty;

    public IEnumerable<KeyValuePair<string, DataNode>> Children => _children;

    public static Branch Of(IEnumerable<KeyValuePair<string, DataNode>> children)
    {
        var builder = new Builder();
        foreach (var (name, node) in children) builder.Add(name, node);
        return builder.ToBranch();
    }

    public DataNode? Find(string name) => _children.GetValueOrDefault(name);

    public Branch With(string name, DataNode child)
    {
        var digest = Digest;
        if (_children.TryGetValue(name, out var old))
        {
            if (ReferenceEquals(old, child)) return this;
            digest = digest.Remove(old.Digest);
        }
        return new Branch(_children.SetItem(name, child), digest.Add(child.Digest));
    }

    public Branch Without(string name) =>
        _children.TryGetValue(name, out var old) ? new Branch(_children.Remove(name), Digest.Remove(old.Digest)) : this;

    public override JsonElement Read()
    {
        if (Digest.Count > MaximumReadable)
            throw new InvalidOperationException($"a policy read a part of the data with {Digest.Count} documents; read a part with at most {MaximumReadable}");
        return (_read ??= new StrongBox<JsonElement>(Peek())).Value;
    }

    public override JsonElement Peek()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) Write(writer);
        return JsonText.Parse(buffer.WrittenSpan);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, child) in _children)
        {
            writer.WritePropertyName(name);
            child.Write(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>Gathers the members of a branch one after the other.</summary>
    internal sealed class Builder
    {
        private readonly ImmutableSortedDictionary<string, DataNode>.Builder _children = NoChildren.ToBuilder();
        private SetDigest _digest = SetDigest.Empty;

        public int Count => _children.Count;

        public bool Has(string name) => _children.ContainsKey(name);

        /// <summary>Adds a member that is not there yet.</summary>
        public void Add(string name, DataNode node)
        {
            _children.Add(name, node);
            _digest = _digest.Add(node.Digest);
        }

        public Branch ToBranch() => new(_children.ToImmutable(), _digest);
    }
}
