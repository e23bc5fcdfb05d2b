using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.Replay;

/// <summary>The texts of policies, by their hashes: from the records of their activation, and from files; and which the decisions of the logs were made by.</summary>
internal sealed class PolicyTexts : IAuditLineSink
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<PolicyKey> _used = [];

    public bool IsDone => false;

    /// <summary>The policies that decided.</summary>
    public IReadOnlyCollection<PolicyKey> Used => _used;

    /// <summary>The text of a hash; <see langword="null"/> when it is not known.</summary>
    public string? Find(string hash) => _texts.GetValueOrDefault(hash);

    /// <summary>Takes the texts of files.</summary>
    public void Add(IEnumerable<PolicyFile> files)
    {
        foreach (var file in files)
        {
            if (SourceReader.Read(file.Path, file.Shown) is { Text: { } text }) Add(text);
        }
    }

    public void Take(string file, long number, Span<byte> line)
    {
        if (AuditLine.HeaderOf(line) is not { Version: AuditLine.Version, Type: AuditTypes.Decision or AuditTypes.Change }) return;
        if (AuditEvent.Read(line) is { } record) Add(record);
    }

    /// <summary>Takes the text of an activation, and the policies of a decision.</summary>
    public void Add(AuditEvent record)
    {
        if (record.Text("text") is { Length: > 0 } text) Add(text);
        foreach (var policy in record.Policies) _used.Add(new PolicyKey(AuditEvent.TextOf(policy, "policy"), AuditEvent.TextOf(policy, "hash")));
    }

    private void Add(string text) => _texts[Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))] = text;
}
