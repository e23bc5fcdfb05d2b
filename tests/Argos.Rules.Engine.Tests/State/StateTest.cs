using Argos.Rules.Engine.State;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.State;

/// <summary>Starts of an engine that share a state folder.</summary>
internal abstract class StateTest
{
    protected const string Policy = "return Data[\"teams\"].Texts.Contains(Input.Domain) ? Allow() : Deny(\"team-unknown\");";

    private const string Pod = """{"metadata":{"namespace":"shop","name":"web-1","uid":"u-1","resourceVersion":"1"},"status":{"podIP":"10.1.2.3"}}""";

    private readonly List<StateStart> _starts = [];
    private string _parent = "";

    protected ManualTime Time { get; } = new();

    protected StateOptions Options => new() { Folder = Path.Combine(_parent, "state") };

    /// <summary>All files but the key.</summary>
    protected string[] Files => [.. Directory.GetFiles(Options.Folder!).Where(static file => Path.GetFileName(file) != "key")];

    protected string[] Sets => [.. Files.Where(static file => Path.GetFileName(file).StartsWith("set-", StringComparison.Ordinal))];

    [SetUp]
    public void Prepare() => _parent = Directory.CreateTempSubdirectory("argos-state-").FullName;

    [TearDown]
    public void CleanUp()
    {
        foreach (var start in _starts) start.Dispose();
        Directory.Delete(_parent, recursive: true);
    }

    protected StateStart Start(ManualTime? time = null, StateOptions? options = null)
    {
        var start = new StateStart(options ?? Options, time ?? Time);
        _starts.Add(start);
        return start;
    }

    /// <summary>A start with a complete set that was saved.</summary>
    protected async Task<StateStart> KeptAsync(double ageSeconds = 0)
    {
        var start = Start();
        await start.PutAsync("a.csx", Policy);
        start.Put("teams", """["shop"]""");
        start.Put("kubernetes/keys", """{ "keys": [] }""");
        start.Put("kubernetes/pods/shop/web-1", Pod);
        start.Declare(ageSeconds);
        start.Save();
        Assert.That(start.Vault.Status.Problem, Is.Null);
        return start;
    }
}
