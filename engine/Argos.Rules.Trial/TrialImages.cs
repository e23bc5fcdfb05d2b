using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Trial;

/// <summary>The policies that this process has loaded, by the hashes of their images. What is not here is asked for.</summary>
internal sealed class TrialImages(TrialLine line)
{
    private const int MaximumKept = 64;

    /// <summary>A process that has loaded so many is ended: not everything that a policy brings in goes away with it.</summary>
    private const int MaximumLoads = 500;

    private readonly Dictionary<string, TracedPolicy> _loaded = new(StringComparer.Ordinal);
    private int _loads;

    /// <summary>Whether another process should go on.</summary>
    public bool AreMany => _loads >= MaximumLoads || TupleKinds.Shared.Count > TupleKinds.Maximum / 2;

    /// <summary>A policy that runs.</summary>
    /// <exception cref="BadImageFormatException">It cannot be loaded.</exception>
    public TracedPolicy Load(string hash, Budget budget, bool traced)
    {
        // The budget is bound to it.
        var key = $"{hash} {traced} {budget}";
        if (_loaded.TryGetValue(key, out var known)) return known;
        var image = CompileMessage.ReadResponse("policy", line.Ask(new TrialAsk(TrialAskKind.Image, hash, []))[1..]).Policy;
        if (image is null || image.Hash != hash) throw new BadImageFormatException("the engine gave another image");
        var policy = new TracedPolicy(PolicyLoader.Load(image, budget, traced, hash), image.Sites);
        if (_loaded.Count >= MaximumKept) _loaded.Clear();
        _loads++;
        return _loaded[key] = policy;
    }

    /// <summary>What runs a policy; when it cannot be loaded, what fails with the reason.</summary>
    public Func<PolicyContext, Outcome> Evaluate(string hash, Budget budget)
    {
        try
        {
            return Load(hash, budget, traced: false).Evaluate;
        }
        catch (BadImageFormatException problem)
        {
            var reason = $"the policy cannot be loaded: {problem.Message}";
            return _ => throw new PolicyFaultException(reason);
        }
    }
}
