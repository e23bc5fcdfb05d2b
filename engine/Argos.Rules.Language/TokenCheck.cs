using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>The result of verifying a token. Claims are only there when the token is valid.</summary>
public sealed record TokenCheck : IComparedByContent
{
    long IComparedByContent.Characters =>
        Code.Length + Problem.Length + Length(KeyId) + Length(Id) + Length(Issuer) + Length(Subject) + Length(Namespace)
            + Length(ServiceAccount)
        + Length(BoundNamespace) + Length(BoundServiceAccount) + Length(PodName) + Length(PodUid);

    /// <summary>Whether everything that was asked for holds.</summary>
    public bool Valid => Finding is null;

    /// <summary>
    /// Why the token is not valid: <c>token-missing</c>, <c>token-malformed</c>, <c>token-algorithm</c>, <c>token-keys-missing</c>,
    /// <c>token-key-unknown</c>, <c>token-signature</c>, <c>token-issuer</c>, <c>token-audience</c>, <c>token-expired</c>,
    /// <c>token-not-yet-valid</c>; <see langword="null"/> when it is valid.
    /// </summary>
    public required Finding? Finding { get; init; }

    /// <summary>What is wrong in words, for the audit log; empty when the token is valid.</summary>
    public string Problem => Finding?.Detail ?? "";

    /// <summary>The stable code of what is wrong; empty when the token is valid.</summary>
    public string Code => Finding?.Code ?? "";

    /// <summary>The header's <c>kid</c>, as far as it could be read; not trusted unless valid.</summary>
    public string? KeyId { get; init; }

    /// <summary><c>jti</c>.</summary>
    public string? Id { get; init; }

    /// <summary><c>iss</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary><c>sub</c>.</summary>
    public string? Subject { get; init; }

    /// <summary><c>aud</c>; one string counts as a list of one.</summary>
    public FixedList<string> Audiences { get; init; } = [];

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>All claims.</summary>
    public DataValue Claims
    {
        get;
        init
        {
            field = value;
            Bound = BoundObjects.Of(value["kubernetes.io"]);
        }
    }

    private BoundObjects Bound { get; init; } = BoundObjects.None;

    /// <summary>The namespace of a Kubernetes service account token, from <c>sub</c>; <see langword="null"/> when <c>sub</c> is not <c>system:serviceaccount:&lt;namespace&gt;:&lt;account&gt;</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The service account of a Kubernetes service account token, from <c>sub</c>.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The namespace that the <c>kubernetes.io</c> claim names.</summary>
    public string? BoundNamespace => Bound.Namespace;

    /// <summary>The service account that the <c>kubernetes.io</c> claim names.</summary>
    public string? BoundServiceAccount => Bound.ServiceAccount;

    /// <summary>The name of the pod that the token is bound to; <see langword="null"/> for a token that is not bound to a pod.</summary>
    public string? PodName => Bound.PodName;

    /// <summary>The uid of the pod that the token is bound to.</summary>
    public string? PodUid => Bound.PodUid;

    /// <summary>A check that failed.</summary>
    internal static TokenCheck Failed(Finding finding) => new() { Finding = finding };

    /// <summary>A check that failed.</summary>
    public static TokenCheck Failed(string code, string detail, string? keyId = null) => new() { Finding = new Finding(code, detail), KeyId = keyId };

    private static int Length(string? text) => text?.Length ?? 0;
}
