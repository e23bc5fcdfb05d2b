using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Engine.State;

/// <summary>What outlasts a restart; section `State`.</summary>
internal sealed class StateOptions
{
    /// <summary>A folder in which the last complete set of policies and data is kept, so that an engine that restarts while its sources are away decides with it, as long as `Sync:MaximumAgeSeconds` allows. It is made when it is not there; one that belongs to another user, or that others can write, is not used. Nothing: it is not kept.</summary>
    public string? Folder { get; set; }

    /// <summary>A file with the key that seals what is kept there, 32 bytes or more, for example from a mounted secret. Nothing: the engine makes one in the folder, for itself alone.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The most bytes of the set as it is written; a larger one is not kept. Default 268435456.</summary>
    [Range(1L << 20, 1L << 34)]
    public long MaximumBytes { get; set; } = 256L << 20;

    /// <summary>Seconds between two writes at the least; a set that takes long to write is written less often. Default 15.</summary>
    [Range(1, 3_600)]
    public int Seconds { get; set; } = 15;
}
