namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>The engine did not do what was asked, for a reason that may pass: try again later.</summary>
internal sealed class EngineUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it answered: it is there, and asking soon again helps little.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>Whether what was sent may be the reason: it failed with that, or never came to an answer.</summary>
    public bool MayBeItem { get; init; }
}

/// <summary>The engine is not the one that was pushed to: push everything again, at once.</summary>
internal sealed class EngineRestartedException() : Exception("the engine has restarted");
