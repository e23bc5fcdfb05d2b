namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>What a folder of sealed files may hold.</summary>
/// <param name="Files">The most files.</param>
/// <param name="Bytes">The most bytes of all files.</param>
/// <param name="FileBytes">The most bytes of one file.</param>
internal sealed record SealedFolderLimits(int Files, long Bytes, int FileBytes);
