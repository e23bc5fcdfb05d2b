using System.Text.RegularExpressions;

namespace Argos.Rules.Enrollment;

/// <summary>The grammar of the names that go into a request. ZTS would lower its case; the certificate's common name must be exact, so we take lower case only.</summary>
internal static partial class AthenzNames
{
    public static bool IsDomain(string text) => Domain().IsMatch(text);

    public static bool IsSimple(string text) => Simple().IsMatch(text);

    public static bool IsHost(string text) => text.Length <= 253 && Host().IsMatch(text);

    public static bool IsInstanceId(string text) => InstanceId().IsMatch(text);

    public static bool IsKeyVersion(string text) => KeyVersion().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9_][a-z0-9_-]*(\.[a-z0-9_][a-z0-9_-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Domain();

    [GeneratedRegex(@"^[a-z0-9_][a-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Simple();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[A-Za-z0-9._:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstanceId();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyVersion();
}
