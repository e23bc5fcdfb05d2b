using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Audit.Chain;

namespace Argos.Rules.Engine.Audit;

/// <summary>Where the record of each decision goes.</summary>
internal sealed class AuditOptions : IValidatableObject
{
    /// <summary>The file that gets one JSON line per decision; `-` is standard output.</summary>
    public string File { get; set; } = "-";

    /// <summary>Bytes after which the file is rotated as `FILE.1` and a new one is begun.</summary>
    [Range(4096L, 1L << 40)]
    public long MaximumBytes { get; set; } = 100L << 20;

    /// <summary>How many files that were rotated are kept.</summary>
    [Range(0, 1000)]
    public int Files { get; set; } = 5;

    /// <summary>Records that may wait to be written; further ones are dropped and counted in `argos_audit_dropped_total`.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 10_000;

    /// <summary>Bytes that the waiting records may take in memory, about; further records are dropped and counted likewise. Default 33554432.</summary>
    [Range(65_536L, 1L << 34)]
    public long QueueBytes { get; set; } = 32L << 20;

    /// <summary>What becomes of decisions while records cannot be written: `Continue` makes them and counts what is lost, `Refuse` answers 504 (`audit-unavailable`). Records are written a moment after the answer, so the first ones of an outage may be lost in both.</summary>
    public AuditFailure OnFailure { get; set; } = AuditFailure.Continue;

    /// <summary>The replica's name in records; empty for the host's name, which in Kubernetes is the pod's.</summary>
    public string Replica { get; set; } = "";

    /// <summary>Seconds after which records are signed by a checkpoint at the latest.</summary>
    [Range(1, 86_400)]
    public int CheckpointSeconds { get; set; } = 300;

    /// <summary>Records after which there is a checkpoint at the latest.</summary>
    [Range(1, 1_000_000)]
    public int CheckpointRecords { get; set; } = 10_000;

    /// <summary>What checkpoints are signed with: `Own` for `Audit:SigningKeyFile`, else the callback listener's key; `None` for nothing.</summary>
    public AuditSigning Signing { get; set; } = AuditSigning.Own;

    /// <summary>A PEM file with the private key that signs checkpoints; empty for the key of the callback listener's certificate.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>Whether records hold what a decision read, so that `argos replay` can make it again: pods, settings, documents, facts and claims, no secret and no signature.</summary>
    public bool Evidence { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(File)) yield return new("is empty: give a file, or `-` for standard output", [nameof(File)]);
        else if (File != "-" && Path.GetDirectoryName(Path.GetFullPath(File)) is { } directory && !Directory.Exists(directory))
            yield return new($"is in `{directory}`, which does not exist: make that directory", [nameof(File)]);
        if (SigningKeyFile.Length > 0 && KeyFileSigner.Problem(SigningKeyFile) is { } problem) yield return new(problem, [nameof(SigningKeyFile)]);
    }
}
