using System.Net;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>The key set, from an API server over real HTTP, on a clock that is moved by hand.</summary>
public sealed class KeyRefresherTests
{
    private ApiServerScene _scene = null!;
    private ClusterKeys _keys = null!;
    private IKeySetOrigin? _origin;
    private int _told;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await ApiServerScene.StartAsync();
        (_told, _origin) = (0, null);
        _keys = new ClusterKeys(() => _told++, required: true);
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Keys_are_fetched_on_a_schedule_and_the_same_set_is_no_change()
    {
        Run();
        await UntilAsync(() => _keys.Json is not null);
        await PauseAsync();

        _scene.Time.Advance(TimeSpan.FromSeconds(10));
        await PauseAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(590));

        await UntilAsync(() => Asked == 2);
        Assert.That(_told, Is.EqualTo(1));
    }

    [Test]
    public async Task Unknown_key_is_fetched_for_at_once_but_not_more_often_than_every_ten_seconds()
    {
        Run();
        await UntilAsync(() => _keys.Json is not null);
        await PauseAsync();

        for (var i = 0; i < 100; i++) _keys.RefreshRequested.Raise();
        _scene.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(Asked, Is.EqualTo(1));
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        await UntilAsync(() => Asked == 2);
    }

    [Test]
    public async Task Last_set_stays_while_the_server_fails_and_it_is_tried_again()
    {
        Run();
        await UntilAsync(() => _keys.Json is not null);
        var before = _keys.Json;
        _scene.Server.Faults.Fail(HttpStatusCode.ServiceUnavailable, 2, static _ => true);
        await PauseAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(10));
        _keys.RefreshRequested.Raise();

        await _scene.Time.PassUntilAsync(() => Asked >= 4, TimeSpan.FromMilliseconds(50), "the keys");

        Assert.That(_keys.Json, Is.SameAs(before));
    }

    [Test]
    public async Task Age_of_the_set_counts_from_the_last_answer_and_not_from_the_last_attempt()
    {
        Assert.That(_keys.Fetched, Is.Null);
        Run();
        await UntilAsync(() => _keys.Fetched is not null);
        await PauseAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(10));
        await PauseAsync();
        _scene.Server.Faults.Fail(HttpStatusCode.InternalServerError, 1, static _ => true);

        _scene.Time.Advance(TimeSpan.FromSeconds(590));
        await UntilAsync(() => Asked == 2);
        Assert.That(_keys.Fetched!.Age, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(600)));

        await _scene.Time.PassUntilAsync(() => Asked == 3 && _keys.Fetched.Age < TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(1), "the set, fetched again");
    }

    [Test]
    public async Task Cluster_that_serves_no_keys_is_told_with_its_cause_and_the_remedies()
    {
        _scene.Server.Faults.Fail(HttpStatusCode.NotFound, 1000, static request => request.Path.EndsWith("/openid/v1/jwks", StringComparison.Ordinal));
        Run();

        await UntilAsync(() => _keys.Problem is not null);

        Assert.That(_keys.Problem, Does.Contain("404").And.Contain("--service-account-issuer").And.Contain("Keys:File").And.Contain("Keys:ConfigMap"));
        Assert.That(_told, Is.EqualTo(1));
    }

    [TestCase("\uFEFF{\"keys\":[{\"kid\":\"1\"}]}", "\"kid\":\"1\"")]
    [TestCase("", "no text in the key `jwks.json`")]
    [TestCase("{}", "not a key set")]
    public async Task Keys_are_taken_from_a_ConfigMap_that_is_named(string text, string expected)
    {
        var data = text.Length == 0 ? new System.Text.Json.Nodes.JsonObject() : new System.Text.Json.Nodes.JsonObject { ["jwks.json"] = text };
        _scene.Server.Objects.Apply($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"argos","name":"keys"},"data":{{{data.ToJsonString()}}}}""");
        _origin = new KeySetConfigMap(_scene.Api, "argos/keys/jwks.json");
        Run();

        await UntilAsync(() => _keys.Json is not null || _keys.Problem is not null);

        Assert.That(_keys.Problem ?? System.Text.Encoding.UTF8.GetString(_keys.Json!), Does.Contain(expected));
    }

    [Test]
    public async Task Keys_are_taken_from_a_file_of_public_keys_with_the_ids_of_the_server()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        using var ec = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"\uFEFF{rsa.ExportSubjectPublicKeyInfoPem()}\n{ec.ExportSubjectPublicKeyInfoPem()}\n");
        _origin = new KeySetFile(file, new Argos.Rules.Mgmt.Sources.Directory.RegularFiles());
        Run();

        await UntilAsync(() => _keys.Json is not null);
        File.Delete(file);

        var keys = Some.Json(System.Text.Encoding.UTF8.GetString(_keys.Json!)).GetProperty("keys");
        var id = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
        Assert.That(keys[0].GetProperty("kid").GetString(), Is.EqualTo(id));
        Assert.That((keys[0].GetProperty("kty").GetString(), keys[1].GetProperty("crv").GetString()), Is.EqualTo(("RSA", "P-256")));
    }

    private int Asked => _scene.Server.Requests.All.Count(static request => request.Path.EndsWith("/openid/v1/jwks", StringComparison.Ordinal));

    private void Run() => _scene.Run(new KeyRefresher(_origin ?? new ServedKeySet(_scene.Api), _keys, TimeSpan.FromSeconds(600), _scene.Time, NullLogger<KeyRefresher>.Instance).RunAsync);

    // The refresher has come to its next pause.
    private Task PauseAsync() => UntilAsync(() => _scene.Time.ActiveTimers == 1);

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition, "the keys", TimeSpan.FromSeconds(20), CancellationToken.None);
}
