using Argos.Rules.Mgmt.Sources.Directory;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>Real files, but for those that hang as on a dead mount until they are let go.</summary>
internal sealed class HangingFiles : IFileBytes, IDisposable
{
    private readonly RegularFiles _files = new();
    private readonly ManualResetEventSlim _letGo = new();

    /// <summary>The end of the names of those that hang.</summary>
    public string Hanging { get; set; } = "/none";

    /// <summary>How many reads hang or did.</summary>
    public SemaphoreSlim Stuck { get; } = new(0);

    public FileBytes Read(string path, int limit)
    {
        if (!path.EndsWith(Hanging, StringComparison.Ordinal)) return _files.Read(path, limit);
        Stuck.Release();
        _letGo.Wait();
        return _files.Read(path, limit);
    }

    public void Dispose()
    {
        _letGo.Set();
        Stuck.Dispose();
    }
}
