namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>
/// Says which member a method stands in for, by its key in the allow-lists. An instance member's first parameter is its object;
/// the type arguments are those of the member's type and then its own. `new ` before the key is the form that makes the object.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public sealed class InterceptsAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
