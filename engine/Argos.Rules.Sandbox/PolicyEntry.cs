namespace Argos.Rules.Sandbox;

/// <summary>How a compiled policy is entered. Apart from the compiler, so that who loads a policy does not load the compiler.</summary>
internal static class PolicyEntry
{
    /// <summary>The name of the assembly that the compiler makes of a policy.</summary>
    public const string AssemblyName = "policy";

    /// <summary>The class that the compiler makes of a policy.</summary>
    public const string ClassName = "Policy";

    /// <summary>The method that runs it once.</summary>
    public const string FactoryName = "<Factory>";
}
