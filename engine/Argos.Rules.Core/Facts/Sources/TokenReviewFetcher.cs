using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>Token reviews through mgmt, which holds the credential of the cluster; the engine holds none.</summary>
internal sealed class TokenReviewFetcher(FactHttp http, FactsOptions options) : IFactFetcher
{
    public string Kind => FactKinds.KubernetesTokenReview;

    // Short: the API server may have revoked the token meanwhile, which is why it was asked at all.
    public TimeSpan KnownFor => TimeSpan.FromSeconds(10);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(2);

    public string? Refusal(FactRequest request) => options.ReviewUrl.Length > 0 ? null : "the API server is not asked: set `Facts:ReviewUrl`";

    public string SourceOf(FactRequest request) => new Uri(options.ReviewUrl).Authority;

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        var review = (TokenReviewRequest)request;
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(options.ReviewUrl), "/v1/tokenreviews")) { Content = Body(review) };
        if (options.ReviewTokenFile.Length > 0) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellation));
        var (status, body) = await http.SendAsync(message, cancellation);
        var answer = FactJson.Read(body);
        if (status != HttpStatusCode.OK || answer["authenticated"].Flag is not { } authenticated) throw new FactUnreachableException($"mgmt answered {(int)status} without a review");
        // A refusal, so that it is remembered more briefly than a yes.
        return authenticated ? FactAnswer.Known(answer) : FactAnswer.Refused("the API server does not know the token");
    }

    private static ByteArrayContent Body(TokenReviewRequest review)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("token", review.Token);
            json.WriteStartArray("audiences");
            foreach (var audience in review.Audiences) json.WriteStringValue(audience);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        try
        {
            return (await File.ReadAllTextAsync(options.ReviewTokenFile, cancellation)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactUnreachableException("`Facts:ReviewTokenFile` cannot be read");
        }
    }
}
