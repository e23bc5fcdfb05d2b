using System.Security.Cryptography;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class CertificateStoreTests
{
    private string _folder = null!;
    private TestAuthority _authority = null!;
    private EngineMetrics _metrics = null!;
    private ManualTime _time = null!;
    private CertificateFiles _files = null!;

    [SetUp]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("argos-certificates-").FullName;
        _authority = new TestAuthority();
        _metrics = new EngineMetrics();
        _time = new ManualTime(TimeProvider.System.GetUtcNow());
        Write("CN=old");
        _files = new CertificateFiles(Path.Combine(_folder, "server.crt"), Path.Combine(_folder, "server.key"), _authority.WriteTo(_folder));
    }

    [TearDown]
    public void CleanUp()
    {
        _metrics.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Files_with_byte_order_marks_are_read()
    {
        foreach (var file in new[] { _files.Certificate, _files.Key, _files.ClientCa }) File.WriteAllText(file, "\uFEFF" + File.ReadAllText(file));

        using var store = Store();

        Assert.That(store.Current?.Subject, Is.EqualTo("CN=old"));
    }

    [Test]
    public async Task Execute_replaces_the_set_when_the_files_change()
    {
        using var store = Store();
        await store.StartAsync(CancellationToken.None);
        await _time.WaitForTimersAsync(1, CancellationToken.None);

        Write("CN=new");
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => store.Current!.Subject == "CN=new", "the new set", TimeSpan.FromSeconds(10), CancellationToken.None);
        await store.StopAsync(CancellationToken.None);

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_certificate_reloads_total{result=\"ok\"} 2\n"));
    }

    [Test]
    public void Reload_when_nothing_changed_keeps_the_very_set()
    {
        using var store = Store();
        var before = store.Current;

        store.Reload();

        Assert.That(store.Current, Is.SameAs(before));
    }

    [TestCase("server.key", "garbage")]
    [TestCase("server.crt", "garbage")]
    [TestCase("ca.crt", "garbage")]
    [TestCase("ca.crt", "")]
    public void Reload_of_a_file_that_cannot_be_used_keeps_the_old_set(string file, string content)
    {
        using var store = Store();
        var before = store.Current;

        File.WriteAllText(Path.Combine(_folder, file), content);
        store.Reload();

        Assert.That(store.Current, Is.SameAs(before));
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_certificate_reloads_total{result=\"failed\"} 1\n"));
    }

    [Test]
    public void Reload_of_a_key_of_another_certificate_keeps_the_old_set_until_the_pair_is_whole()
    {
        using var store = Store();
        using var next = _authority.Provider("next");

        File.WriteAllText(_files.Key, next.KeyPem);
        store.Reload();
        Assert.That(store.Current!.Subject, Is.EqualTo("CN=old"));

        File.WriteAllText(_files.Certificate, next.CertificatePem);
        store.Reload();
        Assert.That(store.Current!.Subject, Does.StartWith("CN=next"));
    }

    [Test]
    public void Reload_of_a_missing_file_keeps_the_old_set()
    {
        using var store = Store();

        File.Delete(_files.ClientCa);
        store.Reload();

        Assert.That(store.Current!.Subject, Is.EqualTo("CN=old"));
    }

    [Test]
    public void Reload_of_the_client_roots_changes_whom_the_set_trusts()
    {
        using var store = Store();
        using var client = _authority.Client(RunningEngine.Zts);
        using var other = new TestAuthority("another");
        Assert.That(store.Current!.Trusts(client.Certificate), Is.True);

        File.WriteAllText(_files.ClientCa, other.CertificatePem);
        store.Reload();

        Assert.That(store.Current!.Trusts(client.Certificate), Is.False);
    }

    [Test]
    public void Store_of_an_encrypted_key_says_what_to_do_and_shows_no_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_files.Key, key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));

        Assert.That(Store, Throws.TypeOf<CertificateSetException>().With.Message.Contains("not encrypted").And.Message.Not.Contains("BEGIN"));
    }

    [Test]
    public void Store_of_an_intermediate_as_client_root_is_refused()
    {
        using var leaf = _authority.Client("leaf");
        File.WriteAllText(_files.ClientCa, leaf.CertificatePem);

        Assert.That(Store, Throws.TypeOf<CertificateSetException>().With.Message.Contains("self-signed root"));
    }

    [Test]
    public void Expiry_is_a_metric()
    {
        using var store = Store();

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain($"argos_certificate_expiry_timestamp_seconds {store.Current!.NotAfter.ToUnixTimeSeconds()}\n"));
    }

    private CertificateStore Store() => new(_files, _metrics, _time, NullLogger<CertificateStore>.Instance);

    private void Write(string subject)
    {
        using var issued = _authority.Issue(subject, ["1.3.6.1.5.5.7.3.1"]);
        issued.WriteTo(_folder, "server");
    }
}
