using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Core.Facts.Sources;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Engine.Tests.Declarations;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>A decider with live facts: real sources over HTTP, a clock that stands still.</summary>
internal sealed class FactBench : IDisposable
{
    private readonly TokenVerification _tokens = new();
    private readonly EngineMetrics _engineMetrics = new();
    private readonly FactSources _sources;

    public FactBench(FactsOptions options, IClientCertificateSource? certificate = null)
    {
        _sources = new FactSources(options, Time, certificate);
        Facts = new FactService(_sources.All, options, new FactMetrics(_engineMetrics), Time, Logs.For<FactService>());
        Decider =
            new Decider(Store, new Evaluator(_tokens, Time), new DecisionOptions(), Time, new FakeReadiness(static _ => []), facts: Facts);
        Store.ChangeData(static tree => tree.With(Json.Path("providers/p"), Json.Value("""{"awsRegion":"us-west-2"}""")));
    }

    public ManualTime Time { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public SnapshotStore Store { get; } = new();

    public FactService Facts { get; }

    public Decider Decider { get; }

    public string Metrics => _engineMetrics.Exporter.Scrape();

    public void Policy(Func<PolicyContext, Outcome> evaluate, string id = "policy") =>
        Store.ChangePolicies(policies => policies.With(new ActivePolicy(id, "", "hash-" + id, new FrontMatter { Settings = Declared.Any("awsRegion") }, evaluate, null)));

    public Task<Decision> DecideAsync(string? attestation) => Decider.DecideAsync(
        new InstanceConfirmation("p", "media.sports", "api", attestation, ImmutableDictionary<string, string>.Empty), InstanceOperation.Register, CancellationToken.None);

    /// <summary>The attestation data of an AWS agent.</summary>
    public static string Aws((string AccessKeyId, string SecretKey, string SessionToken) credentials) => new JsonObject
    {
        ["role"] = "media.sports.api",
        ["access"] = credentials.AccessKeyId,
        ["secret"] = credentials.SecretKey,
        ["token"] = credentials.SessionToken,
    }.ToJsonString();

    public void Dispose()
    {
        _sources.Dispose();
        _tokens.Dispose();
        _engineMetrics.Dispose();
    }

    /// <summary>All log lines as texts.</summary>
    internal sealed class CapturedLogs
    {
        private ImmutableList<string> _lines = [];

        public string Text => string.Join('\n', _lines);

        public ILogger<T> For<T>() => new Logger<T>(this);

        private void Add(string line) => ImmutableInterlocked.Update(ref _lines, lines => lines.Add(line));

        private sealed class Logger<T>(CapturedLogs logs) : ILogger<T>
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logs.Add($"{formatter(state, exception)} {exception}");
        }
    }
}
