using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>The key set that signs the cluster's service account tokens.</summary>
/// <param name="changed">Called when it changed.</param>
/// <param name="required">Whether the cluster has one that must be known before anything is declared complete.</param>
internal sealed class ClusterKeys(Action changed, bool required)
{
    private volatile byte[]? _json;
    private volatile string? _problem;

    /// <summary>The set as canonical JSON; <see langword="null"/> when there is none.</summary>
    public byte[]? Json => _json;

    /// <summary>Whether the set should be known.</summary>
    public bool Required => required;

    /// <summary>When the set was fetched last, also one that had not changed; <see langword="null"/> until it was.</summary>
    public LastContact? Fetched { get; set; }

    /// <summary>Raised when the engine has met a key that it does not know.</summary>
    public AsyncAutoResetEvent RefreshRequested { get; } = new();

    /// <summary>Why the set is not known; <see langword="null"/> when it is, or was not tried for yet.</summary>
    public string? Problem => _problem;

    /// <summary>The set could not be fetched: the last one stays.</summary>
    public void Fail(string problem)
    {
        if (_json is not null || _problem == problem) return;
        _problem = problem;
        changed();
    }

    public void Set(byte[]? json)
    {
        _problem = null;
        if (json.AsSpan().SequenceEqual(_json) && json is null == _json is null) return;
        _json = json;
        changed();
    }
}
