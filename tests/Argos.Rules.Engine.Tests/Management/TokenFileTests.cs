using System.Net;
using System.Net.Http.Headers;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Tests.Certificates;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class TokenFileTests
{
    private string _folder = "";

    private string Token => Path.Combine(_folder, "token");

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("argos-token-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Token_is_made_once_for_this_user_alone_and_survives_a_restart()
    {
        Ensure();
        var first = File.ReadAllText(Token);
        Ensure();

        Assert.That(File.ReadAllText(Token), Is.EqualTo(first));
        Assert.That(first.Trim(), Does.Match("^[0-9a-f]{64}$"));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { Token }));
        if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(Token), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Empty_file_becomes_a_token_and_nothing_is_made_unasked()
    {
        TokenFile.Ensure(new ManagementOptions { TokenFile = Token });
        Assert.That(File.Exists(Token), Is.False);

        File.WriteAllText(Token, "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Ensure();

        Assert.That(File.ReadAllText(Token).Trim(), Has.Length.EqualTo(64));
    }

    [TestCase(UnixFileMode.OtherRead)]
    [TestCase(UnixFileMode.GroupWrite)]
    public void Token_that_others_know_or_could_have_written_stops_the_start(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Token, "known to all");
        File.SetUnixFileMode(Token, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        Assert.That(Ensure, Throws.InstanceOf<IOException>().With.Message.Contains(Token).And.Message.Contains("delete it"));
        Assert.That(File.ReadAllText(Token), Is.EqualTo("known to all"));
    }

    [Test]
    public void Token_that_cannot_be_made_stops_the_start() =>
        Assert.That(() => TokenFile.Ensure(new ManagementOptions { TokenFile = Path.Combine(_folder, "none", "token"), GenerateToken = true }), Throws.InstanceOf<IOException>());

    [Test]
    public async Task Engine_that_makes_its_token_lets_nobody_in_without_it_from_the_first_request_on()
    {
        await using var engine = new RunningEngine { Settings = { ["Management:TokenFile"] = Token, ["Management:GenerateToken"] = "true" } };
        await engine.StartAsync();
        using var http = new HttpClient { BaseAddress = engine.ManagementUri };

        var without = await PutAsync(http, null);
        var with = await PutAsync(http, File.ReadAllText(Token).Trim());
        File.WriteAllText(Token, "");
        var emptied = await PutAsync(http, "");
        File.Delete(Token);
        var missing = await PutAsync(http, null);

        Assert.That((without, with, emptied, missing), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task Engine_without_a_token_says_so_in_its_log_and_its_status()
    {
        using var log = new ListLog();
        await using var engine = new RunningEngine { Log = log };
        await engine.StartAsync();
        using var http = new HttpClient { BaseAddress = engine.ManagementUri };

        var status = Json.Value(await http.GetStringAsync(new Uri("/v1/status", UriKind.Relative)));

        Assert.That(status.GetProperty("warnings")[0].GetString(), Is.EqualTo(ManagementWarnings.NoToken).And.Contains("`Management:TokenFile`"));
        Assert.That(log.Text, Does.Contain(ManagementWarnings.NoToken));
    }

    [Test]
    public async Task Engine_with_a_token_has_nothing_to_warn_of()
    {
        await File.WriteAllTextAsync(Token, "t");
        await using var host = await ManagementHost.StartAsync(new ManagementOptions { TokenFile = Token });

        var reply = await host.SendAsync("GET", "/v1/status", null, ("Authorization", "Bearer t"));

        Assert.That(reply.Body.GetProperty("warnings").GetArrayLength(), Is.Zero);
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/v1/data/a", UriKind.Relative)) { Content = new StringContent("1") };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private void Ensure() => TokenFile.Ensure(new ManagementOptions { TokenFile = Token, GenerateToken = true });
}
