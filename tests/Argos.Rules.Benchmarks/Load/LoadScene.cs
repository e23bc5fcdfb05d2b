using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>An engine process that may know a population, and the folder of its files, which goes with it.</summary>
internal sealed class LoadScene : IAsyncDisposable
{
    private EngineUnderLoad? _engine;
    private Population? _population;

    public LoadScene()
    {
        using var provider = Authority.Provider(SampleNames.Provider);
        Files = provider.WriteTo(Folder, "provider");
    }

    /// <summary>What a shell does in the process before it becomes the engine.</summary>
    public string Shell { get; init; } = "";

    public string Folder { get; } = Directory.CreateTempSubdirectory("argos-load-").FullName;

    /// <summary>Who vouches for ZTS.</summary>
    public TestAuthority Authority { get; } = new();

    /// <summary>The provider's certificate and key.</summary>
    public PemFiles Files { get; }

    public EngineUnderLoad Engine => _engine!;

    public Population Population => _population!;

    /// <summary>Starts the engine, with nothing in it.</summary>
    /// <param name="assembly">The program; as it was built when left out.</param>
    /// <param name="settings">Further settings.</param>
    public async Task StartAsync(string? assembly = null, params string[] settings)
    {
        _engine = new EngineUnderLoad(Folder, Authority, Files, assembly, settings, Shell);
        await _engine.StartAsync();
    }

    /// <summary>Starts the engine and puts pods, keys and the stock policy.</summary>
    /// <param name="pods">How many pods.</param>
    /// <param name="tokens">How many confirmations, each with a token of its own.</param>
    /// <param name="assembly">The program; as it was built when left out.</param>
    public async Task StartAsync(int pods, int tokens, string? assembly = null)
    {
        _population = new Population(pods, tokens);
        await StartAsync(assembly);
        await Engine.FillAsync(_population);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        _population?.Dispose();
        Authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
