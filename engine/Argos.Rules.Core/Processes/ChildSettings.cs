using System.Collections.Immutable;

namespace Argos.Rules.Core.Processes;

/// <summary>A process that the engine starts for what may hang or die.</summary>
/// <param name="Name">What it is called in the log.</param>
/// <param name="Program">The file of its program, which lies beside this one.</param>
/// <param name="HeapBytes">The limit of its heap.</param>
/// <param name="StartTimeout">How long it may take to become ready.</param>
/// <param name="IdleTimeout">How long it is kept when nobody asks it anything.</param>
internal sealed record ChildSettings(string Name, string Program, long HeapBytes, TimeSpan StartTimeout, TimeSpan IdleTimeout)
{
    /// <summary>What it is started with.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>How large its youngest generation may be, in hexadecimal, as the runtime wants it; the runtime's default when empty.</summary>
    public string Gen0Bytes { get; init; } = "";
}
