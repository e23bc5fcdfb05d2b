using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>The lists among the settings that the rules for names read; read once per decision.</summary>
internal sealed class NameLists(PolicySettings settings)
{
    public string[] DnsSuffixes { get; } = Read(settings["dnsSuffixes"]);

    public string[] ClusterNames { get; } = [.. Read(settings["clusterNames"]), .. Read(settings["eksClusterNames"])];

    public string[] ClusterSuffixes { get; } = [.. Read(settings["k8sDnsSuffixes"]), .. Read(settings["eksDnsSuffixes"])];

    public string[] TrustDomains { get; } = Read(settings["spiffeTrustDomains"]);

    public bool AllowSpiffeOnly { get; } = settings.Flag(SpiffeOnly.Setting, otherwise: false);

    public bool AllowUnnamedInstanceId { get; } = settings.Flag("allowUnnamedInstanceId", otherwise: false);

    public bool AllowLabelsAfterService { get; } = settings.Flag("allowLabelsAfterService", otherwise: false);

    /// <summary>The texts; one that is of another type reads as an empty text, which is never a name.</summary>
    private static string[] Read(DataValue value)
    {
        if (value.Text is { } single) return [single];
        if (value.Count == 0) return [];
        // A map is not a list, but it must not read as none either.
        if (!value.IsArray) return [""];
        var texts = new string[value.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = value[i].Text ?? "";
        return texts;
    }
}
