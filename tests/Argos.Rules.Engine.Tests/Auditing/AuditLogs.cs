using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Auditing;
using Argos.Rules.Auditing.Chain;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Chain;
using Argos.Rules.TestKit.Auditing;

namespace Argos.Rules.Engine.Tests.Auditing;

/// <summary>Audit logs as an engine writes them, in a folder of their own.</summary>
internal sealed class AuditLogs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argos-auditing-");

    public static DateTimeOffset Time { get; } = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);

    public string Folder => _folder.FullName;

    public AuditOptions Options { get; } = new();

    public AuditLogs() => Options.File = Path.Combine(Folder, "audit.jsonl");

    public string[] Lines => File.ReadAllLines(Options.File);

    public static AuditRecord Granted(string id, string service = "api", string instance = "i-1", DateTimeOffset? time = null) => new()
    {
        Time = time ?? Time,
        Operation = InstanceOperation.Register,
        DecisionId = id,
        Caller = "sys.auth.zts",
        Status = 200,
        Elapsed = TimeSpan.FromMilliseconds(1),
        Provider = "k8s.cluster1.identityd",
        Domain = "media.sports",
        Service = service,
        InstanceId = instance,
        Requested = RequestedNames.Of(new InstanceConfirmation("p", "d", "s", null, ImmutableDictionary<string, string>.Empty
            .Add("sanDNS", "api.media-sports.cluster.example,i-1.instanceid.athenz.cluster.example").Add("sanIP", "10.1.2.3").Add("clientIP", "10.1.2.3").Add("cloud", "none"))),
        Attestation = AttestationDigest.Of("secret"),
        Decision = new Decision
        {
            Id = id,
            Outcome = DecisionOutcome.Allowed,
            Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("certExpiryTime", "60"),
            Policies = [new PolicyResult { Policy = "argos/stock/kubernetes.csx", Hash = new string('a', 64), Outcome = "allow" }],
            Settings = new DocumentReference("providers/k8s.cluster1.identityd", new string('b', 64)),
            Documents = [new DocumentReference("kubernetes/keys", new string('c', 64)), new DocumentReference("teams", null), new DocumentReference("kubernetes", null, new string('d', 32))],
            Pods = [new PodReference("sports", "api-1", "uid-1", "812")],
            Tokens = [new TokenReference("k1", "jti-1", true)],
            Facts = [new FactUse("dns", "host", "known", null)],
            PolicySetDigest = new string('e', 32),
            DataDigest = new string('f', 32),
            Revision = 7,
        },
    };

    /// <summary>An engine that starts, writes these records and stops.</summary>
    public void Write(IAuditSigner? signer, params IEnumerable<AuditEntry> entries)
    {
        using var sink = new AuditSink(Options);
        using var batch = Batch(signer);
        foreach (var entry in entries)
        {
            batch.Add(entry, lost: 0);
            sink.Write(batch.Text);
            batch.Committed();
        }
        batch.Close(lost: 0, last: true);
        sink.Write(batch.Text);
        batch.Committed();
    }

    public AuditBatch Batch(IAuditSigner? signer = null, TimeProvider? time = null) =>
        new(new AuditLines(new AuditOrigin("argos-1", "engine-1", "1.0")), signer ?? new Unsigned(), Options, time ?? TimeProvider.System);

    public ChainResult Verify(CheckpointTrust? trust = null) => Verify(AuditFiles.Of(Options.File).SelectMany(File.ReadAllLines), trust);

    public static ChainResult Verify(IEnumerable<string> lines, CheckpointTrust? trust = null)
    {
        var verifier = new ChainVerifier(trust ?? new CheckpointTrust([], "", null));
        foreach (var (index, line) in lines.Index()) verifier.Add("log", index + 1, Encoding.UTF8.GetBytes(line));
        return verifier.Finish();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public string[] Fitting() => AuditSchemaCheck.Fitting(Lines);

    /// <summary>Signs with a key that the test knows.</summary>
    internal sealed class KeySigner : IAuditSigner, IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

        public AuditSignature Sign(byte[] statement) => AuditSignature.By(_key, null, statement);

        public void Dispose() => _key.Dispose();
    }

    private sealed class Unsigned : IAuditSigner
    {
        public AuditSignature? Sign(byte[] statement) => null;
    }
}
