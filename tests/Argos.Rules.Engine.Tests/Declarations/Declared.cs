using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Declarations;

/// <summary>Declarations of settings for policies that are delegates.</summary>
internal static class Declared
{
    /// <summary>The schema of lines such as <c>issuer: {type: text}</c>.</summary>
    public static SettingsSchema Settings(params string[] lines)
    {
        if (lines.Length == 0) return SettingsSchema.Empty;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var schema = FrontMatterParser.Parse("p", $"// ---\n// settings:\n{string.Concat(lines.Select(static line => $"//   {line}\n"))}// ---\n", diagnostics).Settings;
        Assert.That(diagnostics, Is.Empty);
        return schema;
    }

    /// <summary>The schema of optional settings of any type.</summary>
    public static SettingsSchema Any(params string[] names) => Settings([.. names.Select(static name => $"{name}: {{type: any}}")]);
}
