using System.Text;
using Argos.Rules.Engine.Facts.Fetching;

namespace Argos.Rules.Engine.Facts.Aws;

/// <summary>The engine's own AWS credentials: from a file, or of its role.</summary>
internal sealed class EngineCredentials(AwsClient client, FactsOptions options)
{
    /// <summary>Whether there are any.</summary>
    public bool Configured => options.AwsCredentialsFile.Length > 0 || options.AwsRoleArn.Length > 0;

    /// <exception cref="FactUnreachableException">They cannot be had now; that says nothing about who asks.</exception>
    public async Task<AwsCredentials> GetAsync(string region, CancellationToken cancellation)
    {
        if (options.AwsCredentialsFile.Length > 0) return FromFile(await ReadAsync(options.AwsCredentialsFile, cancellation));
        var token = Encoding.UTF8.GetString(await ReadAsync(options.AwsWebIdentityTokenFile, cancellation)).Trim();
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

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactUnreachableException($"`{file}` cannot be read");
        }
    }
}
