namespace Argos.Rules.Core.Policies;

/// <summary>What people call a policy: the last part of its id without <c>.csx</c>; for <c>policy.csx</c> what it is in, as the command line does.</summary>
internal static class PolicyName
{
    private const string Ending = ".csx";
    private const string FolderPolicy = "policy.csx";

    public static string Of(string id)
    {
        var parts = id.Split('/');
        if (parts is [.., var folder, FolderPolicy]) return folder;
        var last = parts[^1];
        return last.EndsWith(Ending, StringComparison.Ordinal) ? last[..^Ending.Length] : last;
    }
}
