using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation.Caching;

namespace Argos.Rules.Engine.State;

/// <summary>Where state is kept, and how that goes. A folder that cannot be trusted is said to be so, and not used.</summary>
internal sealed partial class StateVault
{
    private readonly ILogger<StateVault> _logger;
    private volatile StateStatus _status = new(null, null, null, null);

    public StateVault(StateOptions options, ILogger<StateVault> logger)
    {
        _logger = logger;
        IsWanted = options.Folder is { Length: > 0 };
        if (IsWanted) Folder = Open(options);
    }

    /// <summary>Whether the settings name a folder.</summary>
    public bool IsWanted { get; }

    /// <summary>The folder; <see langword="null"/> when there is none that can be used.</summary>
    public StateFolder? Folder { get; }

    /// <summary>How it goes.</summary>
    public StateStatus Status => _status;

    public void Saved(DateTimeOffset at, long revision) => _status = _status with { SavedAt = at, SavedRevision = revision, Problem = null };

    public void Restored(DateTimeOffset at) => _status = _status with { RestoredAt = at };

    public void Failed(string problem) => _status = _status with { Problem = problem };

    private StateFolder? Open(StateOptions options)
    {
        try
        {
            return StateFolder.Own(options);
        }
        catch (UnsafeFolderException problem)
        {
            Failed(problem.Message);
            LogUnsafe(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Failed(problem.Message.ReplaceLineEndings(" "));
            LogUnusable(problem.Message.ReplaceLineEndings(" "));
        }
        return null;
    }

    [LoggerMessage(LogLevel.Error, "Folder of the state is not used, because others could write it: {Problem}")]
    private partial void LogUnsafe(string problem);

    [LoggerMessage(LogLevel.Error, "Folder of the state cannot be used: {Problem}")]
    private partial void LogUnusable(string problem);
}
