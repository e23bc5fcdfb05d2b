namespace Argos.Rules.Cli.Playground.Examples;

/// <summary>A policy to begin with.</summary>
/// <param name="Name">Its folder below `policies/`.</param>
/// <param name="Title">What its front matter calls it.</param>
internal sealed record Example(string Name, string Title);
