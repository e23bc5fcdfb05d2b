namespace Argos.Rules.Mgmt.Configuration;

/// <summary>A setting as <c>--help</c> shows it.</summary>
/// <param name="Name">With colons between the parts.</param>
/// <param name="Default">What holds when it is not set.</param>
/// <param name="Meaning">One line.</param>
internal sealed record Setting(string Name, string Default, string Meaning)
{
    /// <summary>The environment variable that sets it.</summary>
    public string Variable => VariableOf(Name);

    public static string VariableOf(string name) => ConfigurationSources.Prefix + name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
}
