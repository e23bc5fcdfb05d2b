using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>The start of the engine that is believed in, and whether somebody has met signs that it is gone. A sign is a hint, not a proof: the next declaration finds out.</summary>
internal sealed class EngineSession
{
    private volatile string _engineId = "";
    private volatile string _doubted = "";

    /// <summary>The start that was found last; empty before the first.</summary>
    public string EngineId => _engineId;

    /// <summary>Raised when an engine was found.</summary>
    public AsyncAutoResetEvent Opened { get; } = new();

    /// <summary>Whether the start that is believed in may be gone.</summary>
    public bool IsDoubted => _engineId.Length > 0 && _doubted == _engineId;

    /// <summary>An engine was found.</summary>
    public void Open(string engineId)
    {
        (_doubted, _engineId) = ("", engineId);
        Opened.Raise();
    }

    /// <summary>A start of the engine was not met where it should be.</summary>
    public void Doubt(string engineId) => _doubted = engineId;

    /// <summary>The start that is believed in has answered.</summary>
    public void Confirm() => _doubted = "";
}
