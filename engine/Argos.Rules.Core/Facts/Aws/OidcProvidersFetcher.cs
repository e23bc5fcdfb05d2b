using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>IAM ListOpenIDConnectProviders in another account, by its role for that.</summary>
internal sealed class OidcProvidersFetcher(AwsClient client, EngineCredentials own, FactsOptions options) : IFactFetcher
{
    // The name that Athenz uses, so that accounts need no second role.
    private const string Role = "oidc-issuers-reader";

    public string Kind => FactKinds.AwsOidcProviders;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.AwsCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(30);

    public string? Refusal(FactRequest request) => own.Configured
        ? AwsRegions.Refusal(((OidcProvidersRequest)request).Region, options)
        : "the engine has no AWS credentials: set `Facts:AwsRoleArn`, `Facts:AwsContainerCredentialsUrl`, `Facts:AwsMetadataUrl` or `Facts:AwsCredentialsFile`";

    public string SourceOf(FactRequest request) => client.StsHost(((OidcProvidersRequest)request).Region);

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        var region = ((OidcProvidersRequest)request).Region;
        var engine = await own.GetAsync(region, cancellation);
        var role = $"arn:{AwsPartition.Of(region).Name}:iam::{request.Subject}:role/{Role}";
        var (assumed, refusal) = await client.AssumeRoleAsync(engine, role, region, cancellation);
        if (assumed is null) return FactAnswer.Refused($"role `{Role}` of the account cannot be assumed: {refusal}");
        if (AwsClient.CredentialsIn(assumed) is not { } credentials) throw new FactUnreachableException("STS answered without credentials");
        var (listed, problem) = await client.ListOpenIdConnectProvidersAsync(credentials, region, cancellation);
        if (listed is null) return FactAnswer.Refused($"the account's OIDC providers cannot be listed: {problem}");
        return FactJson.Known(json =>
        {
            json.WriteStartArray();
            foreach (var arn in listed.Texts("Arn")) json.WriteStringValue(arn);
            json.WriteEndArray();
        });
    }
}
