using System.Collections.Immutable;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>The namespaces of the language: those that are open without a word, and those that a policy may open.</summary>
internal static class AllowedUsings
{
    /// <summary>Open in every policy. The sequence methods are ours, with the names of LINQ: they are metered.</summary>
    public static readonly ImmutableArray<string> Open =
    [
        "System", "System.Collections.Generic", "Argos.Rules.Sandbox.Runtime.Linq", "Argos.Rules.Language",
        "Argos.Rules.Language.Platforms",
        "Argos.Rules.Contracts.Addresses", "Argos.Rules.Contracts.Collections", "Argos.Rules.Contracts.Data",
        "Argos.Rules.Contracts.Instances", "Argos.Rules.Contracts.Kubernetes",
    ];

    public static bool Contains(string name) => Open.Contains(name, StringComparer.Ordinal) || name is "System.Collections.Immutable";

    public static string Instead(string name) => name is "System.Linq"
        ? "remove the line: its methods are there without it"
        : "remove the line: a policy sees its context, texts, numbers, times and collections, nothing else";
}
