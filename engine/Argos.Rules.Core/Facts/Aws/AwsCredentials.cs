namespace Argos.Rules.Core.Facts.Aws;

/// <summary>Temporary credentials. A class, not a record: it must not print itself.</summary>
internal sealed class AwsCredentials(string accessKeyId, string secretKey, string sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretKey { get; } = secretKey;

    public string SessionToken { get; } = sessionToken;

    public override string ToString() => AccessKeyId;
}
