using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>An error or a warning, as editors show it.</summary>
internal sealed record EditorDiagnostic(TextRange Range, int Severity, string Code, string Source, string Message)
{
    public const int Error = 1;
    public const int Warning = 2;
    public const int Information = 3;

    /// <summary>Whose diagnostics are those of `argos check`.</summary>
    public const string Check = "argos";

    private const string NotCheckedCode = "not-checked";

    /// <summary>Says at a document that it could not be checked, which is no fault of its text.</summary>
    public static EditorDiagnostic NotChecked(string message)
    {
        var top = new TextPosition(0, 0);
        return new EditorDiagnostic(new TextRange(top, top), Information, NotCheckedCode, Check, message);
    }

    /// <summary>What is unnecessary is shown faint.</summary>
    public ImmutableArray<int>? Tags { get; init; }
}

/// <summary>All of a document.</summary>
internal sealed record DocumentDiagnostics(string Uri, int? Version, ImmutableArray<EditorDiagnostic> Diagnostics);
