using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>A whole engine on real sockets with real TLS; only what decides is a delegate of the test.</summary>
internal sealed class RunningEngine(TestAuthority? authority = null) : IAsyncDisposable
{
    public const string Zts = "sys.auth.zts";

    private readonly string _folder = Directory.CreateTempSubdirectory("argos-edge-").FullName;
    private readonly TestAuthority _authority = authority ?? new TestAuthority();
    private WebApplication? _engine;

    public Func<InstanceConfirmation, InstanceOperation, CancellationToken, Task<Decision>> Decide { get; set; } =
        static (_, _, _) => Task.FromResult(new Decision { Id = "d1", Outcome = DecisionOutcome.Allowed });

    public ImmutableArray<string> NotReadyReasons { get; set; } = [];

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Callback:Listen"] = "127.0.0.1:0",
        ["Callback:AllowedClients"] = Zts,
        ["Management:Listen"] = "127.0.0.1:0",
        ["Diagnostics:Listen"] = "127.0.0.1:0",
        ["Logging:Level"] = "None",
        ["Shutdown:WaitSeconds"] = "0",
        ["Shutdown:DrainSeconds"] = "1",
    };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Certificate and key that the engine obtains by itself; <see langword="null"/> to start with a pair that is there.</summary>
    public (string Certificate, string Key)? Obtained { get; set; }

    /// <summary>Gets the log, from Information on.</summary>
    public ILoggerProvider? Log { get; set; }

    public TestAuthority Authority => _authority;

    public string Folder => _folder;

    public string AuditFile => Path.Combine(_folder, "audit.jsonl");

    public WebApplication App => _engine!;

    public Uri CallbackUri => Address("https");

    public Uri ManagementUri => new(Addresses().Where(static a => a.StartsWith("http:", StringComparison.Ordinal)).ElementAt(0));

    public Uri DiagnosticsUri => new(Addresses().Last(static a => a.StartsWith("http:", StringComparison.Ordinal)));

    public async Task<RunningEngine> StartAsync()
    {
        if (Obtained is null)
        {
            using var certificate = _authority.Provider("k8s.cluster1.identityd");
            WriteServer(certificate);
        }
        if (Log is not null) Settings["Logging:Level"] = "Information";
        Settings.TryAdd("Callback:ClientCaFile", _authority.WriteTo(_folder, "client-ca"));
        Settings.TryAdd("Callback:CertificateFile", Obtained?.Certificate ?? Path.Combine(_folder, "server.crt"));
        Settings.TryAdd("Callback:KeyFile", Obtained?.Key ?? Path.Combine(_folder, "server.key"));
        Settings.TryAdd("Audit:File", AuditFile);
        var errors = new List<string>();
        var settings = SettingsReader.Read(EngineSettings.Sections, new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), errors);
        Assert.That(errors, Is.Empty);
        _engine = EngineHost.Build(settings, Time, services =>
        {
            services.AddSingleton<IDecider>(new FakeDecider((c, o, t) => Decide(c, o, t)));
            services.AddSingleton<IReadiness>(new FakeReadiness(_ => NotReadyReasons));
            if (Log is not null) services.AddSingleton(Log);
        });
        await _engine.StartAsync();
        return this;
    }

    public void WriteServer(IssuedCertificate certificate) => certificate.WriteTo(_folder, "server");

    /// <summary>A client as ZTS is one: with a certificate, a new connection each time.</summary>
    public HttpClient Client(X509Certificate2? certificate, Version? version = null, Action<X509Certificate2>? seenServer = null)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, server, _, _) =>
                {
                    if (server is not X509Certificate2 leaf) return false;
                    seenServer?.Invoke(leaf);
                    return _authority.Trusts(leaf);
                },
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = CallbackUri,
            Timeout = TimeSpan.FromSeconds(20),
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public HttpClient ZtsClient(Version? version = null)
    {
        using var issued = _authority.Client(Zts);
        return Client(Exportable(issued), version);
    }

    /// <summary>A copy that outlives the issued one.</summary>
    public static X509Certificate2 Exportable(IssuedCertificate issued) =>
        X509CertificateLoader.LoadPkcs12(issued.Certificate.Export(X509ContentType.Pkcs12), null);

    public HttpClient DiagnosticsClient() => new() { BaseAddress = DiagnosticsUri };

    /// <summary>Stops the engine and reads the decisions that it has audited; every record fits the schema.</summary>
    public async Task<string[]> StopAndReadAuditAsync()
    {
        await _engine!.StopAsync();
        return File.Exists(AuditFile) ? AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(AuditFile)) : [];
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        if (authority is null) _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Uri Address(string scheme) => new(Addresses().First(a => a.StartsWith(scheme + ":", StringComparison.Ordinal)));

    private string[] Addresses() => [.. _engine!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
}
