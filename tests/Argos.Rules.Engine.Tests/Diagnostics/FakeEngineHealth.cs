using System.Collections.Immutable;
using Argos.Rules.Engine.Diagnostics;

namespace Argos.Rules.Engine.Tests.Diagnostics;

/// <summary>Ready or not as the test says.</summary>
internal sealed class FakeEngineHealth : IEngineHealth
{
    public ImmutableArray<string> Reasons { get; set; } = [];

    public ImmutableArray<string> NotReadyReasons() => Reasons;
}
