using Argos.Rules.Contracts.Collections;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>The OIDC providers that an AWS account trusts (IAM ListOpenIDConnectProviders).</summary>
public sealed class OidcProviderList : Fact
{
    private readonly FixedList<string> _arns = [];

    internal OidcProviderList(FactRequest? request, in FactAnswer answer) : base(request, answer)
    {
        if (answer.State == FactState.Known) _arns = answer.Value.Texts;
    }

    /// <summary>How many there are; 0 when not known.</summary>
    public int Count => _arns.Count;

    /// <summary>Whether a provider is among them, by its whole ARN, exact: <c>arn:aws:iam::&lt;account&gt;:oidc-provider/&lt;issuer without https://&gt;</c>.</summary>
    public bool Contains(string? arn) => arn is not null && _arns.Contains(arn, StringComparer.Ordinal);
}
