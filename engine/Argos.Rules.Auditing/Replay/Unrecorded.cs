namespace Argos.Rules.Auditing.Replay;

/// <summary>What a replay wanted to know that the record does not say. Then its answer is not one.</summary>
internal sealed class Unrecorded
{
    private const int Maximum = 8;

    private readonly List<string> _all = [];

    public bool Any => _all.Count > 0;

    public void Add(string what)
    {
        if (_all.Count < Maximum && !_all.Contains(what)) _all.Add(what);
    }

    public override string ToString() => string.Join("; ", _all);
}
