using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.FakeSia;

/// <summary>Gets the first certificate and refreshes it, as the agents of Athenz do in a pod.</summary>
internal sealed class SiaAgent(SiaSettings settings, TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int Tries = 60;

    /// <summary>Tries again while ZTS cannot tell; gives up when it says no.</summary>
    public async Task<int> RegisterAsync(CancellationToken cancellationToken)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(settings.AuthorityFile);
        for (var left = Tries; left > 0; left--)
        {
            using var key = RSA.Create(2048);
            using var reply = await AskAsync(root, key, null, cancellationToken);
            if (reply is { Granted: true })
            {
                await WriteAsync(reply.Certificate!, key);
                await output.WriteLineAsync("registered");
                return 0;
            }
            if (reply?.Status == HttpStatusCode.Forbidden) return 1;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
        return 1;
    }

    public async Task<int> RefreshForeverAsync(CancellationToken cancellationToken)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(settings.AuthorityFile);
        using var timer = new PeriodicTimer(settings.RefreshInterval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            using var current = X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
            using var key = RSA.Create(2048);
            using var reply = await AskAsync(root, key, current, cancellationToken);
            if (reply is not { Granted: true }) continue;
            await WriteAsync(reply.Certificate!, key);
            await output.WriteLineAsync("refreshed");
        }
        return 0;
    }

    private async Task<ZtsReply?> AskAsync(X509Certificate2 root, RSA key, X509Certificate2? current, CancellationToken cancellationToken)
    {
        var agent = new FakeAgent(new ZtsTarget(new Uri(settings.Endpoint), new TrustedRoot(root, TimeProvider.System)), key);
        try
        {
            // The kubelet renews the token: it is read each time.
            var identity = Identity((await File.ReadAllTextAsync(settings.TokenFile, cancellationToken)).Trim());
            var reply = current is null ? await agent.RegisterAsync(identity, cancellationToken) : await agent.RefreshAsync(
                identity, current, cancellationToken);
            if (!reply.Granted) await output.WriteLineAsync($"refused: {(int)reply.Status} {reply.Message}");
            return reply;
        }
        catch (HttpRequestException problem)
        {
            await output.WriteLineAsync($"no answer: {(problem.InnerException ?? problem).Message}");
            return null;
        }
    }

    private AgentIdentity Identity(string token) => new()
    {
        Provider = settings.Provider,
        Domain = settings.Namespace.Replace('-', '.'),
        Service = settings.ServiceAccount,
        InstanceId = settings.PodUid,
        DnsSuffix = settings.DnsSuffix,
        Token = token,
        Address = settings.PodIp,
    };

    /// <summary>The key first: who sees the new certificate finds its key.</summary>
    private async Task WriteAsync(X509Certificate2 certificate, RSA key)
    {
        await ReplaceAsync(settings.KeyFile, key.ExportPkcs8PrivateKeyPem());
        await ReplaceAsync(settings.CertificateFile, certificate.ExportCertificatePem());
    }

    private static async Task ReplaceAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
