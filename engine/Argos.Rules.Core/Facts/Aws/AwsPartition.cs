namespace Argos.Rules.Core.Facts.Aws;

/// <summary>A partition of AWS: accounts, addresses and ARNs of one know nothing of the others.</summary>
/// <param name="Name">As in ARNs.</param>
/// <param name="DnsSuffix">The end of its addresses.</param>
/// <param name="IamHost">Where its IAM is.</param>
/// <param name="IamRegion">The region that requests to its IAM are signed for.</param>
internal sealed record AwsPartition(string Name, string DnsSuffix, string IamHost, string IamRegion)
{
    private static readonly AwsPartition Standard = new("aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1");
    private static readonly AwsPartition China = new("aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1");
    private static readonly AwsPartition UsGov = new("aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1");

    /// <summary>The partition of a region.</summary>
    public static AwsPartition Of(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => China,
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => UsGov,
        _ => Standard,
    };
}
