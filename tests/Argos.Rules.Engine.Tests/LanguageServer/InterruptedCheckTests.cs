using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Cli;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>
/// A process that somebody ends says nothing about the text: no diagnostic blames the author, and the next change is checked.
/// </summary>
[Platform("Linux")]
internal sealed class InterruptedCheckTests : LspFixture
{
    [Test]
    public async Task Killed_processes_are_no_fault_of_the_text()
    {
        Client.Open(Uri, CliRun.Policy);
        Assert.That(await Client.DiagnosticsAsync(Uri), Is.Empty);
        Client.Open(Tests, CliRun.Tests);
        Assert.That(await Client.DiagnosticsAsync(Tests), Is.Empty);

        using (var stop = new CancellationTokenSource())
        {
            var killing = KillChildrenAsync(Client.Id, stop.Token);
            Client.Change(Uri, 2, new JsonObject { ["text"] = CliRun.Policy + "\n" });
            Client.Change(Tests, 2, new JsonObject { ["text"] = CliRun.Tests + "\n" });
            await ExpectUncheckedAsync(Uri, "policy.csx");
            await ExpectUncheckedAsync(Tests, "tests.yaml");
            await stop.CancelAsync();
            await killing;
        }

        Client.Change(Uri, 3, new JsonObject { ["text"] = CliRun.Policy });
        Client.Change(Tests, 3, new JsonObject { ["text"] = CliRun.Tests });
        Assert.That(await Client.DiagnosticsAsync(Uri, 3), Is.Empty);
        Assert.That(await Client.DiagnosticsAsync(Tests, 3), Is.Empty);
    }

    private async Task ExpectUncheckedAsync(string uri, string name)
    {
        var found = await Client.DiagnosticsAsync(uri, 2);
        Assert.That(Short(found), Is.EqualTo(new[] { "0:0-0 3 not-checked" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.StartWith("not checked: ").And.Not.Contain("simpler"));
        var said = await Client.HeardAsync("window/logMessage",
            p => p["message"]!.GetValue<string>().StartsWith($"argos: {name} is not checked", StringComparison.Ordinal));
        Assert.That(said["type"]!.GetValue<int>(), Is.EqualTo(1));
    }

    /// <summary>Ends the children of a process as soon as they are there, as one who cleans up does.</summary>
    private static async Task KillChildrenAsync(int parent, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var child in ChildrenOf(parent))
            {
                try
                {
                    using var process = Process.GetProcessById(child);
                    process.Kill();
                }
                catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
                {
                    // It has ended by itself.
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private static IEnumerable<int> ChildrenOf(int parent) => Directory.EnumerateDirectories("/proc")
        .Select(static folder =>
            int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == parent);

    private static int? ParentOf(int id)
    {
        try
        {
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            // Behind the name, which may have anything in it: state, parent.
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
