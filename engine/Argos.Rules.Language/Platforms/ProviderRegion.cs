namespace Argos.Rules.Language.Platforms;

/// <summary>The AWS region at the end of a provider's name, as in <c>athenz.aws.us-west-2</c> and <c>sys.k8s.aws-us-east-1</c>.</summary>
internal static class ProviderRegion
{
    private const string Prefix = "aws-";

    /// <summary>The region; <see langword="null"/> when the name does not end with one. Another word is never taken for one.</summary>
    public static string? Of(string provider)
    {
        var last = provider[(provider.LastIndexOf('.') + 1)..];
        if (last.StartsWith(Prefix, StringComparison.Ordinal)) last = last[Prefix.Length..];
        return IsRegion(last) ? last : null;
    }

    /// <summary><c>us-west-2</c>, <c>us-gov-east-1</c>, <c>eusc-de-east-1</c>: letters, one or two words more, a number.</summary>
    private static bool IsRegion(string text)
    {
        var parts = text.Split('-');
        return parts.Length is 3 or 4
            && (parts[0].Length == 2 || parts[0] == "eusc")
            && parts[..^1].All(static part => part.Length > 0 && part.All(char.IsAsciiLetterLower))
            && parts[^1].Length is 1 or 2 && parts[^1].All(char.IsAsciiDigit);
    }
}
