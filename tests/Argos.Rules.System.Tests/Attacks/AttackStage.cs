using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A real engine process with one policy, and those who call it. Who asks for the service <c>gone</c> waits for a pod that never comes.</summary>
internal sealed class AttackStage : IAsyncDisposable
{
    private const string Policy = """
        // ---
        // title: Grants all but the service of a pod that is gone
        // providers: ["k8s.*"]
        // ---
        if (Input.Service == "gone") return Wait(Pods.Key("team", "gone"), "pod-unknown");
        return Allow();
        """;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly IssuedCertificate _zts;

    private AttackStage(EngineProcess engine, TestAuthority authority, IssuedCertificate zts) => (Engine, Authority, _zts) = (engine, authority, zts);

    public EngineProcess Engine { get; }

    /// <summary>Vouches for the clients.</summary>
    public TestAuthority Authority { get; }

    public IPEndPoint Callback => new(IPAddress.Loopback, Engine.Callback.Port);

    public IPEndPoint Diagnostics => new(IPAddress.Loopback, Engine.Diagnostics.Port);

    /// <summary>ZTS.</summary>
    public CallbackClient Zts => new(Callback, _zts.Certificate);

    /// <summary>The certificate of ZTS.</summary>
    public X509Certificate2 ZtsCertificate => _zts.Certificate;

    /// <summary>Agents whose pods are there, of many domains.</summary>
    public HonestCallers Honest => new(Zts, [.. Enumerable.Range(0, 50).Select(static i => Body($"tenant{i}", "api"))], TimeProvider.System);

    /// <summary>Starts an engine.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">More settings, without the dashes.</param>
    /// <param name="shell">What a shell does in the process before it becomes the engine.</param>
    /// <param name="redirections">Files and descriptors that the engine gets.</param>
    public static async Task<AttackStage> StartAsync(string folder, CancellationToken cancellationToken, ImmutableArray<string> settings = default, string shell = "", string redirections = "")
    {
        var authority = new TestAuthority();
        using var provider = authority.Provider("k8s.c1.identityd");
        var files = provider.WriteTo(folder, "provider");
        var engine = new EngineProcess(new EngineSettings
        {
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ClientCaFile = authority.WriteTo(folder),
            WorkingDirectory = folder,
            Shell = shell,
            Redirections = redirections,
            More = settings.IsDefault ? ["Sync:RequiredSources="] : ["Sync:RequiredSources=", .. settings],
        });
        var stage = new AttackStage(engine, authority, authority.Client("sys.auth.zts"));
        try
        {
            engine.Start();
            await stage.ListeningAsync(cancellationToken);
            using var answer = await stage.PutPolicyAsync("a/policy.csx", Policy, cancellationToken);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync(cancellationToken));
            Assert.That(await stage.Zts.AskAsync(Body("warm", "api"), cancellationToken), Is.EqualTo(200));
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A confirmation.</summary>
    public static byte[] Body(string domain, string service, string? attestation = "x", params (string Name, string Value)[] attributes)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in attributes) text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "," : "")}\"{name}\":\"{value}\"");
        return Encoding.UTF8.GetBytes($$$"""{"provider":"k8s.c1.identityd","domain":"{{{domain}}}","service":"{{{service}}}","attestationData":"{{{attestation}}}","attributes":{{{{text}}}}}""");
    }

    public Task<HttpResponseMessage> PutPolicyAsync(string id, string source, CancellationToken cancellationToken) =>
        _http.PutAsync(new Uri(Engine.Management, $"v1/policies/{id}"), new StringContent(source), cancellationToken);

    /// <summary>The sum of a metric over its labels, or over those lines that have one.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellationToken, string label = "")
    {
        var text = await _http.GetStringAsync(new Uri(Engine.Diagnostics, "metrics"), cancellationToken);
        return text.Split('\n').Where(line => line.Contains(label, StringComparison.Ordinal)).Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The engine is there, and grants to all honest callers.</summary>
    public async Task HoldsAsync(int calls, CancellationToken cancellationToken)
    {
        var result = await Honest.RunAsync(calls, cancellationToken);
        Engine.Process.ThrowIfExited();
        Assert.That(result.Granted, Is.EqualTo(calls), $"{result}; {Engine.Process.Log.Last(10)}");
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _http.Dispose();
        _zts.Dispose();
        Authority.Dispose();
    }

    private Task ListeningAsync(CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async token =>
        {
            Engine.Process.ThrowIfExited();
            try
            {
                using var answer = await _http.GetAsync(new Uri(Engine.Management, "health/live"), token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the engine listens",
        TimeSpan.FromSeconds(60),
        cancellationToken);
}
