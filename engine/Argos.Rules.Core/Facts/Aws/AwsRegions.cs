namespace Argos.Rules.Core.Facts.Aws;

/// <summary>Which regions may be asked.</summary>
internal static class AwsRegions
{
    public static string? Refusal(string region, FactsOptions options) => options.AwsRegions.Contains(region, StringComparer.Ordinal) ? null : $"region `{region}` is not one of `Facts:AwsRegions`";
}
