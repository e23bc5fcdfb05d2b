using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>Policies without a compiler.</summary>
internal static class Policies
{
    public static ActivePolicy Active(string id, string source = "return Allow();", string? owner = null, bool shadow = false) =>
        new(id, source, "hash", new FrontMatter { Shadow = shadow }, _ => new Outcome.Denied("never", null), owner);

    /// <summary>As the activator: a text with the word `broken` does not compile.</summary>
    public static ActivationResult Activated(string id, string source, string? owner) => source.Contains("broken", StringComparison.Ordinal)
        ? new ActivationResult(null, [new Diagnostic("CS0103", "The name 'broken' does not exist in the current context", new Location(id, 3, 7))])
        : new ActivationResult(Active(id, source, owner), []);
}
