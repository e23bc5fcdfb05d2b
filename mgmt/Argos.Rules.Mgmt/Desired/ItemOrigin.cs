using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>The ConfigMap and key that something comes from. Of two that claim one place the lower wins.</summary>
internal readonly record struct ItemOrigin(ObjectName Map, string Key)
{
    public override string ToString() => $"{Map}, key `{Key}`";
}
