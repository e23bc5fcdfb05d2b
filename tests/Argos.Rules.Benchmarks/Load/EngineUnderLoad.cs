using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>A real engine process with a population and the stock policy in it.</summary>
internal sealed class EngineUnderLoad : IAsyncDisposable
{
    private readonly EngineProcess _engine;
    private readonly HttpClient _http;
    private int _keySets;

    /// <param name="folder">Where its files are.</param>
    /// <param name="authority">Who vouches for ZTS.</param>
    /// <param name="files">The provider's certificate and key.</param>
    /// <param name="assembly">The program; as it was built when left out.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="shell">What a shell does before, in the same process.</param>
    public EngineUnderLoad(
        string folder, TestAuthority authority, PemFiles files, string? assembly = null, string[]? settings = null, string shell = "")
    {
        _engine = new EngineProcess(new EngineSettings
        {
            Assembly = assembly ?? BuiltOutput.Engine,
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ClientCaFile = authority.WriteTo(folder),
            WorkingDirectory = folder,
            Shell = shell,
            More = ["Sync:RequiredSources=", "Audit:MaximumBytes=100000000", .. settings ?? []],
        });
        _http = new HttpClient { BaseAddress = _engine.Management };
    }

    public int ProcessId => _engine.Process.Id;

    public IPEndPoint Management => new(IPAddress.Loopback, _engine.Management.Port);

    public IPEndPoint Callback => new(IPAddress.Loopback, _engine.Callback.Port);

    /// <summary>Starts the process.</summary>
    /// <returns>How long until it listened.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        _engine.Start();
        await ListeningAsync(_engine.Process, Management);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Puts pods, keys, settings and the stock policy.</summary>
    public async Task FillAsync(Population population)
    {
        await PutAsync("v1/data/kubernetes/pods", population.Collection());
        await RenewKeysAsync(population);
        await PutAsync($"v1/data/providers/{SampleNames.Provider}", population.Settings);
        await PutAsync("v1/policies/argos/stock/kubernetes.csx", await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx")));
    }

    /// <summary>Puts the same keys in a document with another text: signatures verified before are worth nothing under it, so every token is new again.</summary>
    public Task RenewKeysAsync(Population population)
    {
        var keys = JsonNode.Parse(population.Keys)!;
        keys["edition"] = _keySets++;
        return PutAsync("v1/data/kubernetes/keys", keys.ToJsonString());
    }

    public async Task PutAsync(string path, string text)
    {
        var answer = await _http.PutAsync(path, new StringContent(text));
        if (!answer.IsSuccessStatusCode) throw new IOException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Puts a policy with the tests that it has to pass.</summary>
    public async Task PutWithTestsAsync(string path, string source, string tests)
    {
        var body = new JsonObject { ["source"] = source, ["tests"] = tests }.ToJsonString();
        var answer = await _http.PutAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        if (!answer.IsSuccessStatusCode) throw new IOException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Asks for a dry run.</summary>
    public async Task DryRunAsync(string request)
    {
        var answer = await _http.PostAsync(new Uri("v1/dryrun", UriKind.Relative), new StringContent(request));
        if (!answer.IsSuccessStatusCode) throw new IOException($"dry run: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Deletes what may be there.</summary>
    public async Task DropAsync(string path)
    {
        var answer = await _http.DeleteAsync(new Uri(path, UriKind.Relative));
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound) throw new IOException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A metric without labels.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await _http.GetStringAsync(new Uri(_engine.Diagnostics, "metrics"));
        var line = text.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _engine.DisposeAsync();
    }

    /// <summary>Waits until somebody listens.</summary>
    public static async Task ListeningAsync(ChildProcess process, IPEndPoint place)
    {
        for (var tries = 0; ; tries++)
        {
            process.ThrowIfExited();
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(place);
                return;
            }
            catch (SocketException) when (tries < 3000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
