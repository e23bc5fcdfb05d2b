using System.Text;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Playground;

/// <summary>What the program leaves behind, however it ends.</summary>
[Platform(Exclude = "Win")]
internal sealed class PlaygroundProcessTests : SystemTest
{
    private string Temporary => Path.Combine(Folder, "temporary");

    private string[] Left => Directory.GetFileSystemEntries(Temporary, "argos-playground-*");

    [Test]
    public async Task Nothing_of_a_run_is_left_when_a_signal_ends_it()
    {
        await using var program = Start();
        using var http = new HttpClient();
        var run = await RunAsync(program, http);
        Assert.That(Directory.GetDirectories(Left.Single(Directory.Exists)), Has.Length.EqualTo(1), "a run goes on");

        var exit = await program.StopAsync(TimeSpan.FromSeconds(20));

        Assert.That(exit, Is.Zero);
        Assert.That(Left, Is.Empty);
        await Task.WhenAny(run);
    }

    [Test]
    public async Task What_a_killed_one_has_left_is_removed_when_the_next_starts()
    {
        await using var program = Start();
        using var http = new HttpClient();
        var run = await RunAsync(program, http);
        await program.KillAsync();
        var left = Left.Single(Directory.Exists);

        await using var next = Start();
        await PlaygroundLink.OfAsync(next, Deadline);

        Assert.That(Directory.Exists(left), Is.False);
        await Task.WhenAny(run);
    }

    private ChildProcess Start()
    {
        Directory.CreateDirectory(Temporary);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = Temporary };
        return ChildProcess.Start("argos", "dotnet", ["exec", BuiltOutput.Cli, "playground"], Folder, environment);
    }

    /// <summary>Begins a run that takes minutes.</summary>
    private async Task<Task> RunAsync(ChildProcess program, HttpClient http)
    {
        var link = await PlaygroundLink.OfAsync(program, Deadline);
        (await http.GetAsync(link, Deadline)).EnsureSuccessStatusCode();
        var project = await http.GetStringAsync(new Uri(link, "/api/examples/kubernetes"), Deadline);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(link, "/api/mutate"));
        request.Content = new StringContent(project, Encoding.UTF8, "application/json");
        request.Headers.Add("Origin", link.GetLeftPart(UriPartial.Authority));
        var run = http.SendAsync(request, Deadline);
        while (!Left.Where(Directory.Exists).Any(static folder => Directory.GetDirectories(folder).Length > 0))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Deadline);
        return run;
    }
}
