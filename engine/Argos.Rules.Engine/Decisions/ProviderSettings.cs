using System.Collections.Concurrent;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Decisions;

/// <summary>The settings of providers, read once for each content of a document and not once for each decision.</summary>
internal sealed class ProviderSettings
{
    // Provider names come from outside; beyond the limit, settings are read anew each time.
    private const int MaximumProviders = 256;

    private readonly ConcurrentDictionary<string, PolicySettings> _known = new(StringComparer.Ordinal);

    /// <summary>The settings of a provider in the snapshot of a decision.</summary>
    public PolicySettings Of(IDataView data, string provider)
    {
        // A provider is one segment: with a slash in its name it could point into the document of another one.
        var document = provider.Contains('/') ? DataValue.Missing : data.Read("providers/" + provider);
        if (_known.TryGetValue(provider, out var known) && known.AreFrom(document)) return known;
        var settings = new PolicySettings(document);
        if (document.IsObject && (known is not null || _known.Count < MaximumProviders)) _known[provider] = settings;
        return settings;
    }
}
