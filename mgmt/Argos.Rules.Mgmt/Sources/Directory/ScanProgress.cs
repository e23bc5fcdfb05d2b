namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Where a scan is: if it hangs, that is the name to report.</summary>
internal sealed class ScanProgress
{
    private volatile string _at = "";

    /// <summary>The file or folder that is looked at now.</summary>
    public string At
    {
        get => _at;
        set => _at = value;
    }
}
