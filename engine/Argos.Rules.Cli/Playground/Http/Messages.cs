using System.Collections.Immutable;
using Argos.Rules.Cli.Playground.Examples;
using Argos.Rules.Cli.Playground.Running;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>What a page needs to begin.</summary>
/// <param name="Version">The program's.</param>
/// <param name="Engine">The running engine that candidates can be laid over; <see langword="null"/> without one.</param>
/// <param name="Steps">How many steps one evaluation may take.</param>
/// <param name="Bytes">How many bytes it may allocate.</param>
/// <param name="Examples">What there is to begin with.</param>
/// <param name="Project">The policy that was named on the command line.</param>
internal sealed record StartResponse(string Version, string? Engine, long Steps, long Bytes,
    ImmutableArray<Example> Examples, Project? Project);

/// <summary>A case of a project to be explained.</summary>
internal sealed record CaseRequest(Project Project, string Case);

/// <summary>Why there is no answer, in words.</summary>
internal sealed record ProblemResponse(string Message);
