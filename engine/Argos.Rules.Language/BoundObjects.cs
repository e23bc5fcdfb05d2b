using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>What the claim <c>kubernetes.io</c> binds a token to; read once, because a token is checked at each refresh of its life.</summary>
internal sealed record BoundObjects(string? Namespace, string? ServiceAccount, string? PodName, string? PodUid)
{
    public static BoundObjects None { get; } = new(null, null, null, null);

    public static BoundObjects Of(DataValue claim)
    {
        if (!claim.IsObject) return None;
        var pod = claim["pod"];
        return new BoundObjects(Text(claim["namespace"]), Text(claim["serviceaccount"]["name"]), Text(pod["name"]), Text(pod["uid"]));
    }

    private static string? Text(DataValue value)
    {
        try
        {
            return value.Text;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which no JSON parser minds: it names nothing.
            return null;
        }
    }
}
