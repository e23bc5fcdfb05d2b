using System.Text.RegularExpressions;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>
/// Whose the attested AWS credentials are, as STS says (GetCallerIdentity). Known only for credentials of an assumed role:
/// <c>arn:&lt;partition&gt;:sts::&lt;account&gt;:assumed-role/&lt;role&gt;/&lt;session&gt;</c>. The role's IAM path is not in it.
/// </summary>
public sealed partial class CallerIdentity : Fact
{
    internal CallerIdentity(FactRequest? request, in FactAnswer answer) : base(request, answer)
    {
        if (answer.State != FactState.Known) return;
        var arn = answer.Value["arn"].Text ?? "";
        var parts = AssumedRole().Match(arn);
        if (!parts.Success)
        {
            Problem = "the credentials are not those of an assumed role";
            return;
        }
        (Arn, Partition, Account) = (arn, parts.Groups["partition"].Value, parts.Groups["account"].Value);
        (Role, Session) = (parts.Groups["role"].Value, parts.Groups["session"].Value);
    }

    /// <summary>The whole ARN; empty when not known.</summary>
    public string Arn { get; } = "";

    /// <summary><c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>; empty when not known.</summary>
    public string Partition { get; } = "";

    /// <summary>The account, twelve digits; empty when not known.</summary>
    public string Account { get; } = "";

    /// <summary>The name of the role, without its path; empty when not known.</summary>
    public string Role { get; } = "";

    /// <summary>The name of the session; for EC2 the instance id. Empty when not known.</summary>
    public string Session { get; } = "";

    [GeneratedRegex(@"\Aarn:(?<partition>aws|aws-cn|aws-us-gov):sts::(?<account>[0-9]{12}):assumed-role/(?<role>[A-Za-z0-9_+=,.@-]{1,64})/(?<session>[A-Za-z0-9_+=,.@-]{1,64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex AssumedRole();
}
