namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Reads the bytes of one file. May hang, as dead mounts do.</summary>
internal interface IFileBytes
{
    /// <summary>The bytes of a file of a bounded length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes.</param>
    FileBytes Read(string path, int limit);
}

/// <summary>What came of reading a file: its bytes, or why there are none. Without either the file is not there any more.</summary>
internal readonly record struct FileBytes(byte[]? Bytes, string? Problem)
{
    /// <summary>Whether it is not a regular file, of which nobody expects policies or data.</summary>
    public bool IsIrregular { get; init; }
}
