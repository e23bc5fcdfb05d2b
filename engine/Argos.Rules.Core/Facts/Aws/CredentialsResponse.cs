using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>The JSON in which AWS's agents and metadata services hand out temporary credentials.</summary>
internal static class CredentialsResponse
{
    /// <summary>Reads it; <see langword="null"/> when there are no credentials in it. All are temporary, so a session token is needed.</summary>
    public static AwsCredentials? Read(byte[] body)
    {
        var json = FactJson.Read(body);
        return (json["AccessKeyId"].Text, json["SecretAccessKey"].Text, json["Token"].Text) is ({ Length: > 0 } id, { Length: > 0 } secret, { Length: > 0 } token) ? new AwsCredentials(id, secret, token) : null;
    }
}
