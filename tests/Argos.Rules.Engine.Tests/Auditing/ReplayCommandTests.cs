using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Changes;
using Argos.Rules.Engine.Tests.Cli;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Auditing;

/// <summary>Decisions that were recorded with their evidence, made again and with other policies.</summary>
internal sealed class ReplayCommandTests
{
    private const string Provider = "test.one";
    private const string Id = "argos/stock/teams.csx";

    private const string Text = """
        // ---
        // title: Small teams
        // providers: ["test.*"]
        // settings:
        //   issuer: {type: text, required: true}
        // ---
        var token = Tokens.Verify(Input.IdentityToken, keys: "kubernetes/keys", issuer: Settings.Text("issuer"), audience: "argos");
        if (!token.Valid) return Deny(token.Finding);
        var pod = Pods.Find(token.Namespace, token.PodName);
        if (pod is null) return Wait(Pods.Key(token.Namespace, token.PodName), "pod-unknown");
        if (!Data["teams"].Texts.Contains(Input.Domain)) return Deny("team-unknown", $"the team `{Input.Domain}` at {Now} is not known");
        return Allow(certExpiryMinutes: 60);
        """;

    private readonly ManualTime _time = new();
    private CliRun _cli = null!;
    private AuditLogs _logs = null!;
    private TokenMint _mint = null!;
    private TokenVerification _tokens = null!;
    private SnapshotStore _store = null!;
    private string _text = "";

    [SetUp]
    public async Task PrepareAsync()
    {
        (_cli, _logs, _mint, _tokens, _store) = (new CliRun(), new AuditLogs(), new TokenMint(_time), new TokenVerification(), new SnapshotStore());
        Put("kubernetes/keys", _mint.Jwks());
        Put("providers/test.one", $$"""{"issuer":"{{_mint.Issuer}}"}""");
        Put("teams", """["shop"]""");
        Put("kubernetes/pods/shop/web-1", """{"metadata":{"namespace":"shop","name":"web-1","uid":"u-1","resourceVersion":"1"},"status":{"podIP":"10.1.2.3"}}""");
        await PutInForceAsync(Text);
    }

    [TearDown]
    public void CleanUp()
    {
        _cli.Dispose();
        _logs.Dispose();
        _mint.Dispose();
        _tokens.Dispose();
    }

    [Test]
    public async Task Replay_gives_the_same_answers_from_the_records_alone()
    {
        await WriteAsync(Asked("shop", Token()), Asked("books", Token()), Asked("shop", Token(audience: "other")), Asked("shop", Token(pod: "web-2")), Asked("shop", "not a token"), Asked("shop", null));

        Assert.That(await _cli.RunAsync("replay", "audit.jsonl"), Is.Zero, _cli.Output + _cli.Error);
        Assert.That(_cli.Output, Is.EqualTo("6 decisions came out the same, 0 different\n"));
    }

    [Test]
    public async Task Record_holds_no_signature_and_fits_the_schema()
    {
        var token = Token();
        await WriteAsync(Asked("shop", token));

        Assert.That(_cli.Read("audit.jsonl"), Does.Not.Contain(token.Split('.')[2]).And.Contain(token.Split('.')[1]));
        Assert.That(AuditSchemaCheck.Fitting(_logs.Lines), Has.Length.EqualTo(4));
    }

    [Test]
    public async Task Replay_without_the_text_of_the_policy_says_so_and_takes_it_from_a_file()
    {
        await WriteAsync(withText: false, Asked("shop", Token()));
        _cli.Write("texts/a.csx", Text);

        Assert.That(await _cli.RunAsync("replay", "audit.jsonl"), Is.EqualTo(1));
        Assert.That(_cli.Output, Does.Contain("is not in the logs: give it with `--texts`"));
        Assert.That(await _cli.RunAsync("replay", "audit.jsonl", "--texts", "texts"), Is.Zero, _cli.Output + _cli.Error);
    }

    [Test]
    public async Task Impact_lists_what_would_change_new_grants_first_and_fails_on_them()
    {
        await WriteAsync(Asked("shop", Token()), Asked("books", Token()), Asked("books", Token()));
        _cli.Write("wide/teams.csx", Text.Replace("Deny(\"team-unknown\"", "Input.Service == \"web\" ? Allow() : Deny(\"team-unknown\"", StringComparison.Ordinal));
        _cli.Write("strict.csx", Text.Replace("return Allow(", "if (Input.Service == \"web\") return Deny(\"web-retired\");\nreturn Allow(", StringComparison.Ordinal));

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "wide"), Is.EqualTo(1), _cli.Error);
        Assert.That(_cli.Output, Does.StartWith("denied -> allowed: 2\n").And.Contain("3 decisions made again: 1 the same, 2 otherwise, 2 newly granted"));

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "teams=strict.csx"), Is.Zero, _cli.Error);
        Assert.That(_cli.Output, Does.StartWith("allowed -> denied: 1\n").And.Contain("web-retired"));
        Assert.That(_cli.Error, Is.Empty);

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "strict.csx"), Is.Zero);
        Assert.That(_cli.Error, Does.Contain("`strict` replaces no policy of the logs"));
    }

    [Test]
    public async Task Impact_does_not_guess_what_the_record_does_not_say()
    {
        await WriteAsync(Asked("shop", Token()));
        _cli.Write("teams.csx", Text.Replace("return Allow(", "if (Data[\"blocked\"].Exists) return Deny(\"blocked\");\nreturn Allow(", StringComparison.Ordinal));

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "teams.csx"), Is.EqualTo(1));
        Assert.That(_cli.Output, Does.Contain("cannot be told: 1: the record does not say what is asked: data `blocked`"));
    }

    [Test]
    public async Task Impact_compares_claims_again_with_what_a_candidate_expects()
    {
        // This one looks at the token last, so that a record has all that a candidate asks.
        const string Check = "if (!token.Valid) return Deny(token.Finding);\n";
        var last = Text
            .Replace(Check, "", StringComparison.Ordinal)
            .Replace("Pods.Find(token.Namespace, token.PodName)", "Pods.Find(Input.Domain, \"web-1\")", StringComparison.Ordinal)
            .Replace("return Allow(", Check + "return Allow(", StringComparison.Ordinal);
        await PutInForceAsync(last);
        await WriteAsync(Asked("shop", Token(audience: "other")), Asked("shop", Token()));
        _cli.Write("teams.csx", last.Replace("\"argos\"", "\"other\"", StringComparison.Ordinal));

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "teams.csx"), Is.EqualTo(1), _cli.Output + _cli.Error);
        Assert.That(_cli.Output, Does.Contain("denied -> allowed: 1").And.Contain("allowed -> denied: 1").And.Contain("2 decisions made again"));
    }

    [Test]
    public async Task Impact_fails_on_a_refusal_of_which_it_cannot_be_told_whether_it_stays_one()
    {
        await WriteAsync(Asked("shop", Token(audience: "other")), Asked("shop", Token()));
        _cli.Write("teams.csx", Text.Replace("\"argos\"", "\"other\"", StringComparison.Ordinal));

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "teams.csx"), Is.EqualTo(1), _cli.Output + _cli.Error);
        Assert.That(_cli.Output, Does.Contain("pod `shop/web-1`").And.Contain("allowed -> denied: 1").And.Contain("perhaps granted: 1"));
    }

    [Test]
    public async Task Impact_sees_a_grant_to_a_provider_that_no_policy_was_for()
    {
        await WriteAsync(Asked("shop", Token()), Asked("shop", Token(), "lab.one"));
        _cli.Write("wide.csx", "// ---\n// title: All\n// providers: [\"lab.*\"]\n// ---\nreturn Allow();");

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "wide.csx"), Is.EqualTo(1), _cli.Output + _cli.Error);
        Assert.That(_cli.Output, Does.StartWith("denied -> allowed: 1\n").And.Contain("denied [no-policy-applies] -> allowed"));
    }

    [Test]
    public async Task Impact_as_json_has_the_counts()
    {
        await WriteAsync(Asked("shop", Token()));
        _cli.Write("teams.csx", Text);

        Assert.That(await _cli.RunAsync("impact", "audit.jsonl", "-p", "teams.csx", "-o", "json"), Is.Zero);
        Assert.That(JsonElement.Parse(_cli.Output).GetProperty("unchanged").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_says_whether_a_candidate_would_still_grant_it()
    {
        await WriteAsync(Asked("shop", Token()));
        _cli.Write("teams.csx", Text.Replace("return Allow(", "if (Input.Service == \"web\") return Deny(\"web-retired\");\nreturn Allow(", StringComparison.Ordinal));
        var at = _time.GetUtcNow().AddMinutes(5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(await _cli.RunAsync("audit", "who", "shop.web", "--at", at, "audit.jsonl", "-p", "teams.csx"), Is.Zero, _cli.Error);
        Assert.That(_cli.Output, Does.Contain("candidate       would no longer grant it: denied [web-retired]").And.Contain("in force by"));
    }

    private async Task PutInForceAsync(string text)
    {
        using var activator = new PolicyActivator(static (id, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, text, cancellation)), static _ => null);
        var active = await activator.ActivateAsync(Id, text, null, default);
        Assert.That(active.Policy, Is.Not.Null, string.Join('\n', active.Diagnostics));
        _store.ChangePolicies(policies => policies.With(active.Policy!));
        _text = text;
    }

    private static InstanceConfirmation Asked(string domain, string? token, string provider = Provider) =>
        new(provider, domain, "web", token, ImmutableDictionary<string, string>.Empty.Add("instanceId", "u-1").Add("sanIP", "10.1.2.3"));

    private string Token(string audience = "argos", string pod = "web-1") => _mint.Mint(new ServiceAccountToken
    {
        Namespace = "shop",
        ServiceAccount = "web",
        PodName = pod,
        PodUid = "u-1",
        Audiences = [audience],
    });

    private Task WriteAsync(params InstanceConfirmation[] asked) => WriteAsync(withText: true, asked);

    /// <summary>Decides as an engine does that keeps evidence, and writes the log.</summary>
    private async Task WriteAsync(bool withText, params InstanceConfirmation[] asked)
    {
        var evaluator = new Evaluator(_tokens, _time, evidence: true);
        var decider = new Decider(_store, evaluator, new DecisionOptions(), _time, new FakeReadiness(static _ => []));
        List<AuditEntry> entries = [Activation(withText)];
        foreach (var confirmation in asked)
        {
            var deciding = decider.DecideAsync(confirmation, InstanceOperation.Register, default);
            if (!deciding.IsCompleted) _time.Advance(TimeSpan.FromSeconds(4));
            var decision = await deciding;
            entries.Add(new AuditRecord
            {
                Time = _time.GetUtcNow(),
                Operation = InstanceOperation.Register,
                Decision = decision,
                DecisionId = decision.Id,
                Caller = "sys.auth.zts",
                Status = 200,
                Elapsed = TimeSpan.Zero,
                Provider = confirmation.Provider,
                Domain = confirmation.Domain,
                Service = confirmation.Service,
                InstanceId = confirmation.Attributes["instanceId"],
                Requested = RequestedNames.Of(confirmation),
            });
        }
        _logs.Write(null, entries);
        File.Copy(_logs.Options.File, Path.Combine(_cli.Folder, "audit.jsonl"), overwrite: true);
    }

    private ChangeRecord Activation(bool withText)
    {
        var policy = _store.Current.Policies.Find(Id)!;
        return new ChangeRecord
        {
            Time = _time.GetUtcNow(),
            Source = "mgmt",
            Kind = ChangeKinds.Policy,
            Action = ChangeActions.Activated,
            Subject = Id,
            After = policy.ContentHash,
            Mode = "enforce",
            Text = withText ? _text : null,
        };
    }

    private void Put(string path, string json) => Assert.That(_store.ChangeData(tree => tree.With(Json.Path(path), Json.Value(json))).Problem, Is.Null);
}
