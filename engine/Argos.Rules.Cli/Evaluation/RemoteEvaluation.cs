using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>A dry run in a running engine: over its live policies and data.</summary>
internal static class RemoteEvaluation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<DryRunResult> RunAsync(DryRunRequest request, Uri engine, string? token, CancellationToken cancellation)
    {
        using var http = new HttpClient(new OutgoingHttp().CreateHandler()) { Timeout = Patience };
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(engine.ToString().TrimEnd('/') + "/v1/dryrun"));
        message.Content = new StringContent(JsonSerializer.Serialize(request, ContractsJson.Default.DryRunRequest), Encoding.UTF8, "application/json");
        if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(message, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode
                ? new DryRunResult(JsonSerializer.Deserialize(body, ContractsJson.Default.DryRunResponse), null)
                : new DryRunResult(null, Error(body) ?? new ErrorBody(ErrorCodes.Internal, $"the engine answered {(int)response.StatusCode}"));
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception problem) when (problem is HttpRequestException or SocketException)
        {
            throw new IOException($"the engine at `{engine}` cannot be reached: {TransportFailure.Describe(problem)}", problem);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"the engine at `{engine}` did not answer within {Patience.TotalSeconds} s");
        }
    }

    private static ErrorBody? Error(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ContractsJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            // Not our engine, or something before it: its status is all there is to tell.
            return null;
        }
    }
}
