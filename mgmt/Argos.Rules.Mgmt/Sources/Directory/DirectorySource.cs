using System.Collections.Immutable;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>
/// Follows a folder of manifests and scripts as if it were a cluster. File events only wake it; what counts is the content at the next look. What is known is as old
/// as the beginning of the last look that came to its end: one that hangs makes nothing younger.
/// </summary>
internal sealed partial class DirectorySource : BackgroundService
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    // A thread that the system holds cannot be taken back.
    private const int MaximumHanging = 4;

    private readonly SourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DirectorySource> _logger;
    private readonly DirectoryScan _scan;
    private readonly LastContact _lastContact;
    private readonly AsyncAutoResetEvent _touched = new();
    private readonly List<Task> _hanging = [];
    private ImmutableHashSet<string> _clashes = [];
    private ImmutableSortedDictionary<string, ScannedFile> _files = ImmutableSortedDictionary.Create<string, ScannedFile>(StringComparer.Ordinal);

    /// <param name="options">Which folder.</param>
    /// <param name="bytes">Reads its files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Learns what is wrong.</param>
    public DirectorySource(SourceOptions options, IFileBytes bytes, TimeProvider time, ILogger<DirectorySource> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        (_scan, _lastContact) = (new DirectoryScan(options, bytes), new LastContact(time));
        View = new ClusterView(configMapStores: 1, podStores: 1, keysRequired: false) { Watches = [_lastContact] };
    }

    public ClusterView View { get; }

    /// <summary>Looks at the directory once and reports to the view what is there.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        _hanging.RemoveAll(static scan => scan.IsCompleted);
        if (_hanging.Count >= MaximumHanging) return;
        var (before, started, progress) = (_files, _time.GetTimestamp(), new ScanProgress());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var giveUp = end.Token;
        // On a thread of its own: a read from a dead mount returns when the system likes.
        var scan = Task.Factory.StartNew(() => _scan.Read(before, progress, giveUp), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Report(before, await scan.WaitAsync(TimeSpan.FromSeconds(_options.Limits.DeadlineSeconds), _time, cancellationToken));
            _lastContact.Touch(started);
        }
        catch (TimeoutException)
        {
            await end.CancelAsync();
            _hanging.Add(scan);
            LogHanging(_logger, _options.Directory, progress.At, _options.Limits.DeadlineSeconds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_logger, _options.Directory, e.Message.ReplaceLineEndings(" "));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var watcher = Watch();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnexpected(_logger, e, _options.Directory);
            }
            if (await _touched.WaitAsync(LookAnyway, _time, stoppingToken)) await Task.Delay(Settle, _time, stoppingToken);
        }
    }

    private void Report(ImmutableSortedDictionary<string, ScannedFile> before, ImmutableSortedDictionary<string, ScannedFile> now)
    {
        _files = now;
        foreach (var (name, file) in now)
        {
            if (before.GetValueOrDefault(name) == file) continue;
            if (file.Problem is { } problem) LogBroken(_logger, name, problem.Row, problem.Col, problem.Message);
            foreach (var unusable in file.Problem is null ? file.Content.Problems : []) LogUnusable(_logger, name, unusable);
            if (file.Problem is null && file.Content.MapsAreBroken) LogKept(_logger, name);
        }
        var merge = new DirectoryMerge(now);
        Replace(View.Policies[0], [.. merge.Distinct("ConfigMap", static file => file.Policies), .. merge.Scripts()]);
        Replace(View.Data[0], merge.Distinct("ConfigMap", static file => file.Data));
        Replace(View.Pods[0], merge.Distinct("Pod", static file => file.Pods));
        View.Keys.Set(merge.Keys());
        View.SetUnreadable([.. now.Where(static file => file.Value.IsUnknown).Select(static file => $"file `{file.Key}` could not be read since mgmt started")]);
        foreach (var clash in merge.Clashes.Except(_clashes)) LogClash(_logger, clash);
        _clashes = [.. merge.Clashes];
    }

    private static void Replace<T>(Store<T> store, IEnumerable<T> items)
        where T : CachedObject
    {
        store.Write(new WatchEvent<T>.Init());
        foreach (var item in items) store.Write(new WatchEvent<T>.InitApply(item));
        store.Write(new WatchEvent<T>.InitDone());
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(_options.Directory) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => _touched.Raise();
            watcher.Created += (_, _) => _touched.Raise();
            watcher.Deleted += (_, _) => _touched.Raise();
            watcher.Renamed += (_, _) => _touched.Raise();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            LogNoEvents(_logger, e, LookAnyway.TotalSeconds);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}({Row},{Col}): {Problem}; its policies and data stay as they were, its pods are gone")]
    private static partial void LogBroken(ILogger logger, string file, int row, int col, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}: {Problem}; not used")]
    private static partial void LogUnusable(ILogger logger, string file, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}: its ConfigMaps stay as they were until all of them can be used")]
    private static partial void LogKept(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Clash}")]
    private static partial void LogClash(ILogger logger, string clash);

    [LoggerMessage(Level = LogLevel.Error, Message = "Directory {Directory} cannot be read: {Problem}; what is known stays, and grows old")]
    private static partial void LogUnreadable(ILogger logger, string directory, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading directory {Directory} hangs at {File} for more than {Seconds} s; what is known stays, and grows old")]
    private static partial void LogHanging(ILogger logger, string directory, string file, int seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading directory {Directory} failed; what is known stays, and grows old")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system reports no file events; looking every {Seconds} s")]
    private static partial void LogNoEvents(ILogger logger, Exception exception, double seconds);
}
