namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>How much of a directory is read, and how long that may take.</summary>
internal sealed record ScanLimits
{
    /// <summary>The largest file, in bytes; a larger one is refused by name.</summary>
    public int MaximumFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most bytes of all files. A directory beyond it is not known as a whole: what was known before stays, and grows old.</summary>
    public int MaximumBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most files and folders, likewise.</summary>
    public int MaximumFiles { get; init; } = 20_000;

    /// <summary>How long a scan may take, in seconds; then another one begins beside it.</summary>
    public int DeadlineSeconds { get; init; } = 30;
}
