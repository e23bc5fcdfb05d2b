using System.Net;
using System.Net.Sockets;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Starting;

/// <summary>A process that cannot start says why in one line, and ends.</summary>
internal sealed class FailedStartTests : SystemTest
{
    [Test]
    public async Task Mgmt_whose_port_is_taken_exits_with_1()
    {
        using var other = Taken(out var port);

        var (code, lines) = await RunAsync(
            BuiltOutput.Mgmt,
            $"--Source:Kind=directory",
            $"--Source:Directory={Folder}",
            $"--Diagnostics:Listen=127.0.0.1:{port}");

        Assert.That(code, Is.EqualTo(1), string.Join('\n', lines));
        Assert.That(lines, Is.EqualTo(new[]
        {
            $"argos-mgmt: cannot listen on `127.0.0.1:{port}`: another process listens there; "
                + "correct `Diagnostics:Listen`, or stop the other process",
        }));
    }

    [Test]
    public async Task Mgmt_whose_kubeconfig_cannot_be_read_exits_with_2()
    {
        // A folder: nothing is unreadable for root.
        var (code, lines) = await RunAsync(
            BuiltOutput.Mgmt,
            new Dictionary<string, string> { ["KUBECONFIG"] = Folder },
            "--Diagnostics:Listen=127.0.0.1:0");

        Assert.That(code, Is.EqualTo(2), string.Join('\n', lines));
        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(lines[0], Does.StartWith($"argos-mgmt: kubeconfig `{Folder}` cannot be read: "));
    }

    [Test]
    public async Task Mgmt_says_every_error_at_once_and_validates_without_starting()
    {
        var (code, lines) = await RunAsync(BuiltOutput.Mgmt, new Dictionary<string, string> { ["KUBECONFIG"] = Folder }, "--validate", "--Keys:RefreshSeconds=5", "--Engine:Url=none");

        Assert.That(code, Is.EqualTo(2), string.Join('\n', lines));
        Assert.That(lines, Has.Length.EqualTo(3).And.All.StartsWith("argos-mgmt: "));
        Assert.That(lines, Has.One.Contains("Keys:RefreshSeconds").And.One.Contains("Engine:Url").And.One.Contains($"kubeconfig `{Folder}`"));

        (code, lines) = await RunAsync(BuiltOutput.Mgmt, "--validate", "--Source:Kind=directory", $"--Source:Directory={Folder}");

        Assert.That(code, Is.Zero, string.Join('\n', lines));
        Assert.That(lines, Is.EqualTo(new[] { "the configuration is valid" }));
    }

    [TestCase("Callback")]
    [TestCase("Management")]
    [TestCase("Diagnostics")]
    public async Task Engine_whose_port_is_taken_exits_with_1(string listener)
    {
        using var other = Taken(out var port);
        using var authority = new TestAuthority();
        using var certificate = authority.Provider("k8s.cluster1.identityd");
        var files = certificate.WriteTo(Folder, "server");
        string[] names = ["Callback", "Management", "Diagnostics"];
        var listeners = names.Select(name => $"--{name}:Listen=127.0.0.1:{(name == listener ? port : 0)}");

        var (code, lines) = await RunAsync(
            BuiltOutput.Engine,
            [
                .. listeners, "--Callback:AllowedClients=sys.auth.zts", $"--Callback:CertificateFile={files.Certificate}",
                $"--Callback:KeyFile={files.Key}",
                $"--Callback:ClientCaFile={authority.WriteTo(Folder)}",
            ]);

        Assert.That(code, Is.EqualTo(1), string.Join('\n', lines));
        Assert.That(lines, Is.EqualTo(new[]
        {
            $"argos-engine: cannot start: cannot listen on `127.0.0.1:{port}`: another process listens there; "
                + $"correct `{listener}:Listen`, or stop the other process",
        }));
    }

    private static TcpListener Taken(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private Task<(int Code, string[] Lines)> RunAsync(string assembly, params string[] arguments) =>
        RunAsync(assembly, new Dictionary<string, string>(), arguments);

    private async Task<(int Code, string[] Lines)> RunAsync(
        string assembly,
        Dictionary<string, string> environment,
        params string[] arguments)
    {
        await using var process = ChildProcess.Start("a start", "dotnet", ["exec", assembly, .. arguments], Folder, environment);
        var code = await process.WaitForExitAsync(Deadline);
        return (code, [.. process.Log.Lines]);
    }
}
