using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Athenz.Csr;

/// <summary>The fields of a subject that Athenz looks at.</summary>
public static class SubjectFields
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private const string OrganizationalUnit = "2.5.4.11";

    /// <summary>All common names.</summary>
    public static ImmutableArray<string> CommonNames(X500DistinguishedName subject) => Of(subject, CommonName);

    /// <summary>All organisations.</summary>
    public static ImmutableArray<string> Organizations(X500DistinguishedName subject) => Of(subject, Organization);

    /// <summary>All organisational units.</summary>
    public static ImmutableArray<string> Units(X500DistinguishedName subject) => Of(subject, OrganizationalUnit);

    /// <summary>The only common name; <see langword="null"/> when there is none or more than one.</summary>
    public static string? SingleCommonName(X500DistinguishedName subject) => CommonNames(subject) is [var name] ? name : null;

    private static ImmutableArray<string> Of(X500DistinguishedName subject, string oid) =>
    [
        .. subject.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)
            .Select(part => part.GetSingleElementValue() ?? ""),
    ];
}
