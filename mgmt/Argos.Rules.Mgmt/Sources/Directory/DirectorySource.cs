using System.Collections.Immutable;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Follows a folder of manifests and scripts as if it were a cluster. File events only wake it; what counts is the content at the next look.</summary>
internal sealed partial class DirectorySource(SourceOptions options, TimeProvider time, ILogger<DirectorySource> logger) : BackgroundService
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);
    private readonly FileReader _reader = new(options);
    private readonly Signal _touched = new();
    private ImmutableSortedDictionary<string, ScannedFile> _files = ImmutableSortedDictionary.Create<string, ScannedFile>(StringComparer.Ordinal);

    public ClusterView View { get; } = new(configMapStores: 1, podStores: 1, keysRequired: false);

    /// <summary>Looks at the directory once and tells the view what is there.</summary>
    public void Look()
    {
        var before = _files;
        try
        {
            _files = DirectoryScan.Read(options.Directory, _reader, before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, e, options.Directory);
            return;
        }
        foreach (var (name, file) in _files)
            if (file.Problem is { } problem && before.GetValueOrDefault(name) != file) LogBroken(logger, name, problem.Row, problem.Col, problem.Message);
        Replace(View.Policies[0], [.. DirectoryMerge.Distinct(_files, static file => file.Policies), .. DirectoryMerge.Scripts(_files)]);
        Replace(View.Data[0], DirectoryMerge.Distinct(_files, static file => file.Data));
        Replace(View.Pods[0], DirectoryMerge.Distinct(_files, static file => file.Pods));
        View.Keys.Set(_files.Values.FirstOrDefault(static file => file.Content.Keys is not null)?.Content.Keys);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var watcher = Watch();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Look();
            }
            catch (Exception e)
            {
                LogUnreadable(logger, e, options.Directory);
            }
            if (await _touched.WaitAsync(LookAnyway, time, stoppingToken)) await Task.Delay(Settle, time, stoppingToken);
        }
    }

    private static void Replace<T>(Store<T> store, IEnumerable<T> items)
        where T : Stored
    {
        store.Write(new WatchEvent<T>.Init());
        foreach (var item in items) store.Write(new WatchEvent<T>.InitApply(item));
        store.Write(new WatchEvent<T>.InitDone());
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(options.Directory) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => _touched.Raise();
            watcher.Created += (_, _) => _touched.Raise();
            watcher.Deleted += (_, _) => _touched.Raise();
            watcher.Renamed += (_, _) => _touched.Raise();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            LogNoEvents(logger, e, LookAnyway.TotalSeconds);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}({Row},{Col}): {Problem}; what it said before stays")]
    private static partial void LogBroken(ILogger logger, string file, int row, int col, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Directory {Directory} cannot be read; what is known stays")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system tells no file events; looking every {Seconds} s")]
    private static partial void LogNoEvents(ILogger logger, Exception exception, double seconds);
}
