namespace Argos.Rules.Language.Platforms;

/// <summary>The name of a resource of AWS: <c>arn:&lt;partition&gt;:&lt;service&gt;:&lt;region&gt;:&lt;account&gt;:&lt;resource&gt;</c> (AWS General Reference, "Amazon Resource Names").</summary>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>.</param>
/// <param name="Service">For example <c>sts</c>.</param>
/// <param name="Region">Empty for a service that has none.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Resource">What follows; it may have colons and slashes.</param>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource) : IComparedByContent
{
    private const int AccountDigits = 12;

    long IComparedByContent.Characters => Partition.Length + Service.Length + Region.Length + Account.Length + Resource.Length;

    /// <summary>Reads a name; <see langword="null"/> for anything that is none, or has no account.</summary>
    public static Arn? Parse(string? text)
    {
        var parts = text?.Split(':', 6);
        if (parts is not ["arn", { Length: > 0 } partition, { Length: > 0 } service, var region, var account, { Length: > 0 } resource]) return null;
        return IsAccount(account) ? new Arn(partition, service, region, account, resource) : null;
    }

    /// <summary>Whether the text is the number of an account: twelve digits.</summary>
    public static bool IsAccount(string? text) => text is { Length: AccountDigits } && text.All(char.IsAsciiDigit);

    /// <summary>
    /// The role of an STS session, <c>arn:aws:sts::&lt;account&gt;:assumed-role/&lt;role&gt;/&lt;session&gt;</c>; <see langword="null"/> for any
    /// other name. A role's path is not in it.
    /// </summary>
    public string? AssumedRole =>
        Service == "sts" && Region == "" && Resource.Split('/') is ["assumed-role", { Length: > 0 } role, { Length: > 0 }] ? role : null;

    /// <summary>The name of an IAM role, <c>arn:aws:iam::&lt;account&gt;:role/[&lt;path&gt;/]&lt;name&gt;</c>, without its path; <see langword="null"/> for any other name.</summary>
    public string? Role
    {
        get
        {
            if (Service != "iam" || Region != "" || !Resource.StartsWith("role/", StringComparison.Ordinal)) return null;
            var name = Resource[(Resource.LastIndexOf('/') + 1)..];
            return name.Length > 0 ? name : null;
        }
    }
}
