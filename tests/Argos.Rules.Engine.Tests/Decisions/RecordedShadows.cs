using Argos.Rules.Core.Decisions;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>Remembers which decisions shadow policies were to look at.</summary>
internal sealed class RecordedShadows : IShadows
{
    public List<ShadowCase> Offered { get; } = [];

    public void TryAdd(ShadowCase decided) => Offered.Add(decided);
}
