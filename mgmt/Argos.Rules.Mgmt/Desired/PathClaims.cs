using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>Who has which place in the data tree. A place can be had once, and neither above nor below another's.</summary>
internal sealed class PathClaims
{
    private readonly Dictionary<DataPath, ItemOrigin> _owners = [];
    private readonly Dictionary<DataPath, ItemOrigin> _below = [];

    /// <summary>Takes a place; returns who has it already, or <see langword="null"/> when it was free.</summary>
    public ItemOrigin? Claim(DataPath path, ItemOrigin origin)
    {
        if (_below.TryGetValue(path, out var lower)) return lower;
        for (var depth = 1; depth <= path.Segments.Length; depth++)
            if (_owners.TryGetValue(Cut(path, depth), out var owner)) return owner;
        _owners[path] = origin;
        for (var depth = 1; depth < path.Segments.Length; depth++) _below.TryAdd(Cut(path, depth), origin);
        return null;
    }

    private static DataPath Cut(DataPath path, int depth) => new(path.Segments[..depth]);
}
