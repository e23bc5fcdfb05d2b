namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>What the analysis process is asked, beside methods of the protocol that have a position or a document.</summary>
internal static class AnalysisMethods
{
    /// <summary>What is wrong with tests or settings.</summary>
    public const string Check = "argos/check";

    /// <summary>Runs the cases of a policy. Only this runs code of a policy.</summary>
    public const string Run = "argos/run";

    public const string Completion = "textDocument/completion";
    public const string Hover = "textDocument/hover";
    public const string SignatureHelp = "textDocument/signatureHelp";
    public const string Definition = "textDocument/definition";
    public const string Formatting = "textDocument/formatting";
    public const string CodeAction = "textDocument/codeAction";
    public const string CodeLens = "textDocument/codeLens";
}
