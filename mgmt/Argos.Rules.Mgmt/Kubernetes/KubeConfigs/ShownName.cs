namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>
/// Names of a kubeconfig as messages show them. One quote that is missing makes a name of all that follows, with a credential in it: only
/// what a name consists of is shown, and the rest is cut.
/// </summary>
internal static class ShownName
{
    // As long as the ARN of a cluster, which is the longest name in use.
    private const int MaximumLength = 160;

    /// <summary>The name, or its beginning and three dots.</summary>
    public static string Of(string name)
    {
        // `token:x` is a name as well; the colons of an ARN are the exception.
        var isArn = name.StartsWith("arn:", StringComparison.Ordinal);
        var end = 0;
        while (end < Math.Min(name.Length, MaximumLength) && IsShown(name[end], isArn)) end++;
        return end == name.Length ? name : $"{name.AsSpan(0, end)}...";
    }

    private static bool IsShown(char c, bool isArn) =>
        char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or '/' or '+' || (c == ':' && isArn);
}
