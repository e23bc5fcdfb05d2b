using System.Diagnostics.CodeAnalysis;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language.Platforms;

/// <summary>The result of verifying an identity document. What it says is only there when the document is valid.</summary>
public sealed record DocumentCheck : IComparedByContent
{
    long IComparedByContent.Characters =>
        (Finding is { } finding ? finding.Code.Length + finding.Detail.Length : 0) + (Region?.Length ?? 0) + (Account?.Length ?? 0)
            + (InstanceId?.Length ?? 0);

    /// <summary>Whether the document is signed by a pinned certificate.</summary>
    [MemberNotNullWhen(false, nameof(Finding))]
    public bool Valid => Finding is null;

    /// <summary>
    /// Why the document is not valid: <c>document-malformed</c>, <c>document-signature-missing</c>, <c>document-signature-malformed</c>,
    /// <c>document-certificates-missing</c>, <c>document-certificate-embedded</c>, <c>document-content</c>, <c>document-algorithm</c>,
    /// <c>document-signer</c>, <c>document-signature</c>; <see langword="null"/> when it is valid.
    /// </summary>
    public required Finding? Finding { get; init; }

    /// <summary>The stable code of what is wrong; empty when the document is valid.</summary>
    public string Code => Finding?.Code ?? "";

    /// <summary>All members of the document.</summary>
    public DataValue Content { get; init; }

    /// <summary><c>region</c>, for example <c>us-west-2</c>.</summary>
    public string? Region { get; init; }

    /// <summary><c>accountId</c>: the account that runs the instance.</summary>
    public string? Account { get; init; }

    /// <summary><c>instanceId</c>.</summary>
    public string? InstanceId { get; init; }

    /// <summary><c>privateIp</c>; <see langword="null"/> when missing or no address.</summary>
    public IpAddress? PrivateIp { get; init; }

    /// <summary><c>pendingTime</c>, when the instance was started; <see langword="null"/> when missing or no time of RFC 3339.</summary>
    public DateTimeOffset? PendingTime { get; init; }

    /// <summary>A check that failed.</summary>
    public static DocumentCheck Failed(string code, string detail) => new() { Finding = new Finding(code, detail) };
}
