using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Cli.Engines;

/// <summary>Asks a running engine by its management API.</summary>
internal sealed class EngineConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new OutgoingHttp().CreateHandler()) { Timeout = Patience };
    private readonly Uri _engine;
    private readonly string? _tokenFile;

    /// <param name="engine">The management address.</param>
    /// <param name="tokenFile">The file with the management token, read again for each request; <see langword="null"/> without one.</param>
    public EngineConnection(Uri engine, string? tokenFile) => (_engine, _tokenFile) = (engine, tokenFile);

    /// <summary>Reads what the command line says.</summary>
    public static EngineConnection Of(ParseResult parsed, EngineOption option, Terminal terminal)
    {
        var text = parsed.GetValue(option.Engine)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var engine) || engine.Scheme is not ("http" or "https")) throw new UsageException($"`{text}` is not an address of an engine: give one such as `http://127.0.0.1:8181`");
        var file = parsed.GetValue(option.TokenFile);
        if (file is not null && !File.Exists(terminal.Absolute(file))) throw new UsageException($"`{file}` is not there");
        return new EngineConnection(engine, file is null ? null : terminal.Absolute(file));
    }

    /// <summary>Asks for a document.</summary>
    /// <exception cref="IOException">The engine cannot be asked.</exception>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var text = await GetTextAsync(path, cancellation);
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new IOException($"the engine at `{_engine}` gave no answer to `{path}`");
        }
        catch (JsonException)
        {
            throw new IOException($"what answers at `{_engine}` is not an engine of this version");
        }
    }

    /// <summary>Asks for a text.</summary>
    /// <exception cref="IOException">The engine cannot be asked.</exception>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(_engine.ToString().TrimEnd('/') + path));
        if (_tokenFile is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_tokenFile, cancellation)).Trim());
        try
        {
            using var response = await _http.SendAsync(message, cancellation);
            if (!response.IsSuccessStatusCode) throw new IOException($"the engine at `{_engine}` answered {(int)response.StatusCode} to `{path}`{((int)response.StatusCode == 401 ? ": give its management token by `--token-file`" : "")}");
            return await response.Content.ReadAsStringAsync(cancellation);
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception problem) when (problem is HttpRequestException or SocketException)
        {
            throw new IOException($"the engine at `{_engine}` cannot be reached: {TransportFailure.Describe(problem)}", problem);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"the engine at `{_engine}` did not answer within {Patience.TotalSeconds} s");
        }
    }

    public void Dispose() => _http.Dispose();
}
