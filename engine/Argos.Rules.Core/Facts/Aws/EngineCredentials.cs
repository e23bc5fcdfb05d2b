using System.Text;
using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>
/// The engine's own AWS credentials: from a file, of its role by a web identity token, from the agent of the container, or from the metadata service of the instance; the one
/// that is configured, never whatever happens to be there. Asked for at each use, which the answers that are remembered make rare. Own code because AWS's packages look for credentials in
/// the environment, in home folders and in the metadata service, which is what an engine that asks only what is configured must not do.
/// </summary>
internal sealed class EngineCredentials(AwsClient client, FactHttp http, FactsOptions options)
{
    private readonly ContainerCredentials _container = new(http, options);
    private readonly InstanceCredentials _instance = new(http, options);

    /// <summary>Whether there are any.</summary>
    public bool Configured => Sources(options) > 0;

    /// <summary>How many sources are configured; more than one is a mistake.</summary>
    public static int Sources(FactsOptions options) =>
        new[] { options.AwsCredentialsFile, options.AwsRoleArn, options.AwsContainerCredentialsUrl, options.AwsMetadataUrl }.Count(static s => s.Length > 0);

    /// <exception cref="FactUnreachableException">They cannot be had now; that says nothing about who asks.</exception>
    public async Task<AwsCredentials> GetAsync(string region, CancellationToken cancellation)
    {
        if (options.AwsCredentialsFile.Length > 0) return FromFile(await CredentialFile.ReadAsync(options.AwsCredentialsFile, cancellation));
        if (options.AwsContainerCredentialsUrl.Length > 0) return await _container.GetAsync(cancellation);
        return options.AwsMetadataUrl.Length > 0 ? await _instance.GetAsync(cancellation) : await OfRoleAsync(region, cancellation);
    }

    private async Task<AwsCredentials> OfRoleAsync(string region, CancellationToken cancellation)
    {
        var token = Encoding.UTF8.GetString(await CredentialFile.ReadAsync(options.AwsWebIdentityTokenFile, cancellation)).Trim();
        var (answer, refusal) = await client.AssumeRoleWithWebIdentityAsync(token, options.AwsRoleArn, region, cancellation);
        return answer is not null && AwsClient.CredentialsIn(answer) is { } credentials
            ? credentials
            : throw new FactUnreachableException($"the engine's own role cannot be assumed: {refusal ?? "no credentials in the answer"}");
    }

    private static AwsCredentials FromFile(byte[] content)
    {
        var json = FactJson.Read(content);
        return (json["accessKeyId"].Text, json["secretAccessKey"].Text) is ({ Length: > 0 } id, { Length: > 0 } secret)
            ? new AwsCredentials(id, secret, json["sessionToken"].Text ?? "")
            : throw new FactUnreachableException("`Facts:AwsCredentialsFile` has no `accessKeyId` and `secretAccessKey`");
    }
}
