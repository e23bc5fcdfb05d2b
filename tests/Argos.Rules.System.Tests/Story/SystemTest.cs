using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Story;

/// <summary>A test of the whole product: two real processes, a folder of its own, a limit of time.</summary>
[Category("System")]
internal abstract class SystemTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private CancellationTokenSource _deadline = null!;

    protected string Folder { get; private set; } = "";

    protected CancellationToken Deadline => _deadline.Token;

    [SetUp]
    public void MakeFolder()
    {
        Folder = Directory.CreateTempSubdirectory("argos-system-").FullName;
        _deadline = new CancellationTokenSource(Limit);
    }

    [TearDown]
    public void RemoveFolder()
    {
        _deadline.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    protected Task<StoryStage> StartAsync(SampleCluster cluster) => StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline);

    /// <summary>Runs the story; every step must pass.</summary>
    protected async Task ReportAsync(SampleCluster cluster)
    {
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        List<StoryResult> results = [];
        await foreach (var result in new PodStory(stage, cluster, TimeProvider.System).RunAsync(Deadline)) results.Add(result);
        Assert.That(results.Where(r => !r.AsExpected), Is.Empty);
        Assert.That(results, Has.Count.EqualTo(13));
        // The token is the agent's secret: nobody may write it down.
        AuditSchemaCheck.Fitting(Complete(ReadAudit(stage)));
        var logs = $"{stage.Engine.Process.Log}{stage.Mgmt.Process.Log}{ReadAudit(stage)}";
        var token = await cluster.TokenAsync(cluster.Pod("media-sports/web"), Deadline);
        Assert.That(logs, Does.Not.Contain(token.Split('.')[0] + "."));
    }

    /// <summary>The lines that are written to their ends.</summary>
    private static string[] Complete(string text) => text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The engine still writes the file.</summary>
    private static string ReadAudit(StoryStage stage)
    {
        using var stream = new FileStream(stage.Engine.Settings.AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
