using System.Diagnostics;
using System.Globalization;
using Argos.Rules.Language;

namespace Argos.Rules.Sandbox.Loading;

/// <summary>Says where and how a policy failed.</summary>
internal static class ErrorLocation
{
    public static string Describe(Exception problem, string reason)
    {
        foreach (var frame in new StackTrace(problem, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly is { IsCollectible: true } && frame.GetFileLineNumber() is > 0 and var line)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{reason} at line {line}");
            }
        }
        return reason;
    }

    /// <summary>Our own messages name the mistake; those of the platform may quote a value, so only the kind is reported.</summary>
    public static string Reason(Exception problem) => problem is LanguageUseException ? problem.Message : problem.GetType().Name;
}
