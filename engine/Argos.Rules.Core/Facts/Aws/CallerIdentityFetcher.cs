using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>STS GetCallerIdentity with the attested credentials.</summary>
internal sealed class CallerIdentityFetcher(AwsClient client, FactsOptions options) : IFactFetcher
{
    public string Kind => FactKinds.AwsCallerIdentity;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.AwsCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(10);

    public string? Refusal(FactRequest request) => AwsRegions.Refusal(((CallerIdentityRequest)request).Region, options);

    public string SourceOf(FactRequest request) => client.StsHost(((CallerIdentityRequest)request).Region);

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        var caller = (CallerIdentityRequest)request;
        var (answer, refusal) = await client.GetCallerIdentityAsync(new AwsCredentials(caller.Subject, caller.SecretKey, caller.SessionToken), caller.Region, cancellation);
        if (answer is null) return FactAnswer.Refused(refusal!);
        if (answer.Text("Arn") is not { Length: > 0 and <= 2048 } arn || answer.Text("Account") is not { } account) throw new FactUnreachableException("STS answered without an ARN");
        // Both say whose the credentials are; an answer in which they differ is none.
        return arn.Split(':') is [_, _, _, _, var owner, ..] && owner == account ? FactJson.Known(json =>
        {
            json.WriteStartObject();
            json.WriteString("arn", arn);
            json.WriteEndObject();
        }) : FactAnswer.Refused("STS answered with an ARN that is not of the account");
    }
}
