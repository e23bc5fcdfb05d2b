using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What may be written at a place.</summary>
internal sealed record CompletionList(bool IsIncomplete, ImmutableArray<CompletionItem> Items);

/// <summary>One of it.</summary>
internal sealed record CompletionItem(string Label, int Kind)
{
    public string? Detail { get; init; }

    public Markdown? Documentation { get; init; }

    public string? SortText { get; init; }

    public string? InsertText { get; init; }

    /// <summary>2 for a text with places to fill in.</summary>
    public int? InsertTextFormat { get; init; }
}

/// <summary>The protocol's numbers for what a completion is.</summary>
internal static class CompletionKinds
{
    public const int Method = 2;
    public const int Function = 3;
    public const int Field = 5;
    public const int Variable = 6;
    public const int Class = 7;
    public const int Property = 10;
    public const int Value = 12;
    public const int Enum = 13;
    public const int Keyword = 14;
    public const int Snippet = 15;
    public const int EnumMember = 20;
}
