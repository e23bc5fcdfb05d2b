using System.Globalization;
using System.Reflection;
using System.Text;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Cli.Reference;

/// <summary>What an author has to know of the engine: what an evaluation may use, and the codes that are not a policy's.</summary>
internal static class EngineReference
{
    /// <summary>The name under which the budgets are asked for.</summary>
    public const string Budgets = "budgets";

    /// <summary>The name under which the codes are asked for.</summary>
    public const string Codes = "codes";

    public static void WriteBudgets(StringBuilder text)
    {
        var budget = Budget.Default;
        text.Append(CultureInfo.InvariantCulture, $"""

            ## Budgets

            What one evaluation of one policy may use, by default. One that needs more denies as `{DecisionCodes.PolicyFailed}`. `argos bench` measures a policy.

            - {budget.Steps} steps: function calls, turns of loops, units of work of costly calls
            - {budget.Bytes} bytes of memory
            - {budget.StackBytes} bytes of stack
            - {budget.Time.TotalMilliseconds} ms of processor time

            """);
    }

    public static void WriteCodes(StringBuilder text, Documentation documentation)
    {
        text.Append("\n## Codes of the engine\n\nReason codes that no policy gives.\n\n");
        foreach (var field in typeof(DecisionCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            text.Append(
                $"- `{field.GetRawConstantValue()}`: {documentation.Part($"F:{typeof(DecisionCodes).FullName}.{field.Name}", "summary")}\n");
        }
        text.Append($"- `{Language.PolicyInputReader.MalformedCode}`: Denied: an attribute of a known form does not parse.\n");
        text.Append($"- `{SettingsProblem.UnknownCode}`: Denied: the provider has no settings document, and a policy needs one.\n");
        text.Append($"- `{SettingsProblem.MissingCode}`: Denied: a required setting is not there, or empty.\n");
        text.Append(
            $"- `{SettingsProblem.InvalidCode}`: Denied: a setting is not as the front matter declares it, or is declared by no policy of the provider.\n");
    }
}
