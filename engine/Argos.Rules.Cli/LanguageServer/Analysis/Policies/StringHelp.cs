using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>What a text in a policy can be: the name of a setting where one is asked for.</summary>
internal static class StringHelp
{
    private const string Settings = "Settings";

    public static CompletionList Complete(PolicyText policy, SyntaxToken token) => new(false,
    [
        .. (OwnerOf(token) == Settings ? policy.Settings.All : []).Select(static setting =>
            new CompletionItem(setting.Name, CompletionKinds.Field) { Detail = Described(setting), Documentation = Help(setting) }),
    ]);

    /// <summary>The setting that a text names.</summary>
    public static SettingDeclaration? Setting(PolicyText policy, SyntaxToken token) =>
        OwnerOf(token) == Settings ? policy.Settings.Find(token.ValueText) : null;

    public static Markdown? Help(SettingDeclaration setting) => setting.Help is { } help ? new Markdown(help) : null;

    /// <summary>One line about a setting.</summary>
    public static string Described(SettingDeclaration setting)
    {
        var type = SettingKinds.WordOf(setting.Kind);
        if (setting.Required) return $"{type}, required";
        return setting.Default.Exists ? $"{type}, default {setting.Default}" : type;
    }

    /// <summary>
    /// What a text is an argument or an index of: <c>Settings</c> in <c>Settings.Text("...")</c> and in <c>Settings["..."]</c>.
    /// </summary>
    private static string? OwnerOf(SyntaxToken token)
    {
        if (token.Parent is not LiteralExpressionSyntax { Parent: ArgumentSyntax { Parent: BaseArgumentListSyntax list } argument })
            return null;
        if (list.Arguments.IndexOf(argument) != 0) return null;
        return list.Parent switch
        {
            ElementAccessExpressionSyntax access => access.Expression.ToString(),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression.ToString(),
            _ => null,
        };
    }
}
