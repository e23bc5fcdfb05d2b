using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Sources;

/// <summary>A policy on disk, and its tests when it has some.</summary>
/// <param name="Name">Its name: that of the folder for `policy.csx`, else that of the file.</param>
/// <param name="Path">The full path.</param>
/// <param name="Shown">The path as it is shown.</param>
/// <param name="TestsPath">The full path of its tests file; <see langword="null"/> when there is none.</param>
/// <param name="TestsShown">That path as it is shown.</param>
internal sealed record PolicyFile(string Name, string Path, string Shown, string? TestsPath, string? TestsShown)
{
    /// <summary>The id under which it is compiled.</summary>
    public string Id { get; } = PolicyNames.IdOf(Name);

    /// <summary>A diagnostic of the compiler, placed in this file: the compiler knows ids only.</summary>
    public Diagnostic Place(Diagnostic diagnostic) =>
        diagnostic with { Location = diagnostic.Location is { } known ? known with { File = Shown } : new Location(Shown, 1, 1) };
}
