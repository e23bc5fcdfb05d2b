namespace Argos.Rules.Mgmt.Watching;

/// <summary>An object of which nothing can be kept.</summary>
/// <param name="Name">Its name; <see langword="null"/> when it has none.</param>
/// <param name="Problem">Why, with the field's name.</param>
internal readonly record struct UnusableObject(ObjectName? Name, string Problem)
{
    public override string ToString() => $"{Name?.ToString() ?? "an object without a name"}: {Problem}";
}
