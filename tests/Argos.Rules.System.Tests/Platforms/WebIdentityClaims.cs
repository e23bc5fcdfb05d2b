using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>What stands in a web identity token of AWS.</summary>
internal static class WebIdentityClaims
{
    /// <summary>The claims of a good token.</summary>
    /// <param name="role">The role, with its path.</param>
    /// <param name="account">The role's account.</param>
    /// <param name="organization">The account's organization.</param>
    public static JsonObject Of(string role, string account = AwsStage.Account, string organization = AwsStage.Organization) => new()
    {
        ["iss"] = AwsStage.WebIdentityIssuer,
        ["aud"] = AwsStage.Audience,
        ["sub"] = $"arn:aws:iam::{account}:role/{role}",
        ["iat"] = Seconds(-10),
        ["exp"] = Seconds(300),
        ["https://sts.amazonaws.com/"] = new JsonObject { ["aws_account"] = account, ["org_id"] = organization },
    };

    /// <summary>The same claims, but for one.</summary>
    public static JsonObject With(this JsonObject claims, string claim, JsonNode value)
    {
        claims[claim] = value;
        return claims;
    }

    /// <summary>A moment as a claim.</summary>
    public static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();
}
