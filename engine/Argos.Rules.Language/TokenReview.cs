using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>What the Kubernetes API server says of a token (TokenReview, authentication.k8s.io/v1).</summary>
public sealed class TokenReview : Fact
{
    private const string AccountPrefix = "system:serviceaccount:";

    internal TokenReview(FactRequest? request, in FactAnswer answer) : base(request, answer)
    {
        if (answer.State != FactState.Known) return;
        if (answer.Value["authenticated"].Flag != true)
        {
            Problem = "the API server does not know the token";
            return;
        }
        var user = answer.Value["user"];
        Authenticated = true;
        Username = user["username"].Text ?? "";
        Audiences = answer.Value["audiences"].Texts;
        PodName = Only(user["extra"]["authentication.kubernetes.io/pod-name"]);
        PodUid = Only(user["extra"]["authentication.kubernetes.io/pod-uid"]);
        if (!Username.StartsWith(AccountPrefix, StringComparison.Ordinal) || Username.Split(':') is not [_, _, { Length: > 0 } place, { Length: > 0 } account]) return;
        (Namespace, ServiceAccount) = (place, account);
    }

    /// <summary>Whether the API server knows the token for one of the audiences; <see langword="false"/> when not known.</summary>
    public bool Authenticated { get; }

    /// <summary>The user, for example <c>system:serviceaccount:media:api</c>; empty when not known.</summary>
    public string Username { get; } = "";

    /// <summary>Those of the audiences asked for that the token is for.</summary>
    public FixedList<string> Audiences { get; } = [];

    /// <summary>The namespace of the service account; empty when the user is none.</summary>
    public string Namespace { get; } = "";

    /// <summary>The service account; empty when the user is none.</summary>
    public string ServiceAccount { get; } = "";

    /// <summary>The pod that the token is bound to; empty when it is bound to none.</summary>
    public string PodName { get; } = "";

    /// <summary>The uid of that pod.</summary>
    public string PodUid { get; } = "";

    private static string Only(DataValue values) => values.Texts is [var value] ? value : "";
}
