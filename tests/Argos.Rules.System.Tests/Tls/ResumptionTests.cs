using System.Diagnostics;
using System.Globalization;
using Argos.Rules.System.Tests.Attacks;

namespace Argos.Rules.System.Tests.Tls;

/// <summary>A client behind an intermediate that resumes its TLS session: OpenSSL's own client, which sends no certificate then.</summary>
internal sealed class ResumptionTests : AttackTest
{
    [TestCase("-tls1_2", true)]
    [TestCase("-tls1_2", false)]
    [TestCase("-tls1_3", true)]
    [TestCase("-tls1_3", false)]
    public async Task Session_that_is_resumed_is_served_as_the_first_was(string version, bool intermediate)
    {
        await using var stage = await StartAsync();
        using var below = stage.Authority.Intermediate();
        using var zts = (intermediate ? below : stage.Authority).Client("sys.auth.zts");
        var files = zts.WriteTo(Folder, "zts");
        var client = $"{version} -cert {files.Certificate} -key {files.Key} -CAfile {stage.Authority.WriteTo(Folder, "roots")}"
            + (intermediate ? $" -cert_chain {below.WriteTo(Folder, "below")}" : "");

        var first = await AskAsync(stage, $"{client} -sess_out {Path.Combine(Folder, "session")}");
        var second = await AskAsync(stage, $"{client} -sess_in {Path.Combine(Folder, "session")}");

        Assert.That(first, Does.Contain("New, TLS").And.Contains("HTTP/1.1 200"));
        Assert.That(second, Does.Contain("Reused, TLS").And.Contains("HTTP/1.1 200"));
    }

    [Test]
    public async Task Session_of_a_client_that_is_not_allowed_is_not_resumed()
    {
        await using var stage = await StartAsync();
        using var below = stage.Authority.Intermediate();
        using var other = below.Client("sys.auth.other");
        var files = other.WriteTo(Folder, "other");
        var client = $"-tls1_2 -cert {files.Certificate} -key {files.Key} -cert_chain {below.WriteTo(Folder, "below")}";

        for (var i = 0; i < 2; i++) Assert.That(await AskAsync(stage, client), Does.Not.Contain("HTTP/1.1"));
    }

    private async Task<string> AskAsync(AttackStage stage, string arguments)
    {
        var body = AttackStage.Body("tenant", "api");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{stage.Callback.Port}");
        var start = new ProcessStartInfo("openssl", $"s_client -connect {address} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(Deadline);
        try
        {
            // The answer closes the connection, which ends the client.
            await process.StandardInput.WriteAsync(
                string.Create(CultureInfo.InvariantCulture, $"POST /instance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
            await process.StandardInput.WriteAsync(global::System.Text.Encoding.UTF8.GetString(body));
            await process.StandardInput.FlushAsync(Deadline);
            await process.WaitForExitAsync(Deadline);
        }
        catch (IOException)
        {
            // Refused in the handshake: there is nobody to write to.
        }
        return await output + await errors;
    }
}
