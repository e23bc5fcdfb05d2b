using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>The management API of a running engine.</summary>
/// <param name="address">Its base address.</param>
/// <param name="token">The management token; <see langword="null"/> sends none.</param>
internal sealed class EngineClient(Uri address, string? token) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new OutgoingHttp().CreateHandler()) { Timeout = Patience };

    /// <summary>Asks for something.</summary>
    /// <exception cref="IOException">The engine cannot be reached.</exception>
    public async Task<EngineResponse> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(method, new Uri(address.ToString().TrimEnd('/') + path)) { Content = content };
        if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _http.SendAsync(message, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode
                ? new EngineResponse(body, null)
                : new EngineResponse(null, Error(body)
                    ?? new ErrorBody(ErrorCodes.Internal, $"the engine answered {(int)response.StatusCode}"));
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception problem) when (problem is HttpRequestException or SocketException)
        {
            throw new IOException($"the engine at `{address}` cannot be reached: {TransportFailure.Describe(problem)}", problem);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"the engine at `{address}` did not answer within {Patience.TotalSeconds} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private static ErrorBody? Error(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ContractsJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            // Not our engine, or something before it: its status is all there is to report.
            return null;
        }
    }
}

/// <summary>What the engine answered: a body, or the error.</summary>
internal sealed record EngineResponse(string? Body, ErrorBody? Error);
