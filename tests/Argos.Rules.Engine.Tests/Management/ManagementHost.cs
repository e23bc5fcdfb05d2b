using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Management.Journal;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.State;
using Argos.Rules.Engine.Tests.Audit;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>The management API on a real Kestrel; only compiling, deciding and dry runs are stood in for.</summary>
internal sealed class ManagementHost : IAsyncDisposable
{
    private static readonly PolicyCache NoCache = new(
        new ScriptingOptions { ShippedDirectory = null }, TimeProvider.System, NullLogger<PolicyCache>.Instance);

    private readonly WebApplication _app;
    private readonly ManagementApi _api;
    private readonly TokenVerification _tokens = new();
    private readonly RefusedPolicies _refused = new();

    private ManagementHost(ManagementOptions options, SyncOptions sync)
    {
        Trial = new LocalTrial(new Evaluator(_tokens, TimeProvider.System));
        Identity = new EngineIdentity(Time);
        Shadows = new ShadowDifferences(Metrics, Time);
        Registry = new SyncRegistry(Store, Identity, Time);
        Readiness = new Readiness(sync, Registry, Store);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        var view = new ConfigurationView(ImmutableSortedDictionary<string, object>.Empty.Add("Management", options).Add("Sync", sync));
        var token = new BearerToken(options.TokenFile, NullLogger<BearerToken>.Instance);
        var settings = new SettingsReview(Store);
        var decisions = new FakeDecisions(this);
        var table = ManagementRoutes.Table(
            new DataEndpoints(Store, Registry, new DocumentJournal(Changes, Store, Time), options),
            new PolicyEndpoints(Store, Registry, new FakeActivator(this), Gate, Limits, new PolicyJournal(Changes, _refused, Metrics, Audit, Store, Time), options),
            new DecisionEndpoints(decisions, decisions, options),
            new SyncEndpoints(Registry, Readiness, Refresh, Identity, new SourceJournal(Changes, Store, Time), settings, options, (Time, Stopping.Token)),
            new StatusEndpoints(Store, Registry, Readiness, Identity, view, decisions, _refused, Shadows,
                new ManagementWarnings(token, NullLogger<ManagementWarnings>.Instance), settings,
                new StateVault(new StateOptions(), NullLogger<StateVault>.Instance), new EngineUse()),
            (http, operation) => http.Response.WriteAsync($"callback {operation}"));
        var guard = new RequestGuard(Identity, Registry, token);
        _api = new ManagementApi(table, guard, Identity, NullLogger<ManagementApi>.Instance);
        _app.MapManagement(_api);
        Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    }

    public ManualTime Time { get; } = new();

    public FakeChangeLog Changes { get; } = new();

    public EngineMetrics Metrics { get; } = new();

    public AuditOptions Audit { get; } = new();

    public ShadowDifferences Shadows { get; }

    public SnapshotStore Store { get; } = new();

    public RefreshRequests Refresh { get; } = new();

    public PolicyLimits Limits { get; } = new();

    /// <summary>Where candidates are tried out.</summary>
    public ITrial Trial { get; set; }

    /// <summary>What of them was loaded by the process that decides.</summary>
    public List<string> Entered { get; } = [];

    /// <summary>The engine is asked to stop.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    public EngineIdentity Identity { get; }

    public SyncRegistry Registry { get; }

    public Readiness Readiness { get; }

    public HttpClient Client { get; }

    public Func<string, string, string?, CancellationToken, Task<ActivationResult>> Activate { get; set; } =
        (id, source, owner, _) => Task.FromResult(Policies.Activated(id, source, owner));

    public Func<InstanceConfirmation, InstanceOperation, string, Decision> Decide { get; set; } =
        (_, _, _) => new Decision { Id = "d-1", Outcome = DecisionOutcome.Denied, Codes = ["no-policy-applies"] };

    public Func<DryRunRequest, (DryRunResponse?, ErrorBody?)> DryRun { get; set; } = _ =>
        (null, new ErrorBody("invalid_parameter", "not set"));

    public Func<ActivePolicy, SuspensionStatus?> Suspended { get; set; } = _ => null;

    public static async Task<ManagementHost> StartAsync(ManagementOptions? options = null, SyncOptions? sync = null)
    {
        var host = new ManagementHost(options ?? new ManagementOptions(), sync ?? new SyncOptions());
        await host._app.StartAsync();
        host.Client.BaseAddress = new Uri(host._app.Urls.Single());
        return host;
    }

    public async Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return await SendAsync(request, headers);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await Client.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), all);
    }

    /// <summary>Hands a request to the API without a client and a server between, which would correct or refuse it.</summary>
    public (int Status, string Body) Handle(string method, string target, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget = target;
        http.Request.QueryString = target.Split('?', 2) is [_, var query] ? new QueryString("?" + query) : QueryString.Empty;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        _api.HandleAsync(http).GetAwaiter().GetResult();
        return (http.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private AdmissionGate Gate => new(NoCache, new CurrentTrial(this));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _tokens.Dispose();
        Metrics.Dispose();
        Stopping.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class FakeActivator(ManagementHost host) : IPolicyActivator
    {
        public Task<ActivationResult> PrepareAsync(string id, string source, string? owner, CancellationToken cancellation) => host.Activate(id, source, owner, cancellation);

        public ActivationResult Enter(ActivePolicy prepared)
        {
            host.Entered.Add(prepared.Source);
            return new ActivationResult(prepared, []);
        }
    }

    private sealed class CurrentTrial(ManagementHost host) : ITrial
    {
        public Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation) => host.Trial.EvaluateAsync(trial, cancellation);

        public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation) =>
            host.Trial.AdmitAsync(candidate, tests, file, cancellation);
    }

    internal sealed record Reply(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);

        public JsonElement Body => Json.Value(Text);

        /// <summary>The code of the error; the message must be one line that says something.</summary>
        public string Code
        {
            get
            {
                Assert.That(Body.GetProperty("message").GetString(), Has.Length.GreaterThan(5).And.Not.Contains("\n"));
                return Body.GetProperty("code").GetString()!;
            }
        }
    }
}
