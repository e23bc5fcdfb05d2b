using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Checks;

/// <summary>The instance id of a request or a certificate: the URI first, then the DNS name.</summary>
internal static class InstanceIds
{
    private const string UriPrefix = "athenz://instanceid/";
    private const string DnsMark = ".instanceid.athenz.";

    public static string? Of(SubjectNames names)
    {
        foreach (var uri in names.Uris.Where(u => u.StartsWith(UriPrefix, StringComparison.Ordinal)))
        {
            // The provider part is skipped: ZTS does not look at it.
            var slash = uri.IndexOf('/', UriPrefix.Length);
            if (slash > 0 && slash + 1 < uri.Length) return uri[(slash + 1)..];
        }
        foreach (var name in names.Dns)
        {
            var mark = name.IndexOf(DnsMark, StringComparison.Ordinal);
            if (mark > 0) return name[..mark];
        }
        return null;
    }
}
