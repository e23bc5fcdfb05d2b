using System.ComponentModel.DataAnnotations;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Cli.Certificates;

/// <summary>The rules of the engine's settings, said in the words of the command line.</summary>
internal static class OptionProblems
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(CertificatesOptions.ZtsUrl)] = "--zts",
        [nameof(CertificatesOptions.Domain)] = "--domain",
        [nameof(CertificatesOptions.Service)] = "--service",
        [nameof(CertificatesOptions.DnsSuffix)] = "--dns-domain",
        [nameof(CertificatesOptions.ServiceKeyFile)] = "--private-key",
        [nameof(CertificatesOptions.KeyVersion)] = "--key-version",
        [nameof(CertificatesOptions.TokenHeader)] = "--hdr",
        [nameof(CertificatesOptions.TokenFile)] = "--token-file",
        [nameof(CertificatesOptions.Provider)] = "--provider",
        [nameof(CertificatesOptions.InstanceId)] = "--instance",
        [nameof(CertificatesOptions.IpAddress)] = "--ip",
        [nameof(CertificatesOptions.Hostname)] = "--hostname",
        [nameof(CertificatesOptions.SpiffeTrustDomain)] = "--spiffe-trust-domain",
        [nameof(CertificatesOptions.ExpiryMinutes)] = "--expiry-time",
        [nameof(CertificatesOptions.RefreshShare)] = "--refresh-share",
    };

    public static IReadOnlyList<string> Of(CertificatesOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        if (options.ZtsUrl.Length == 0) results.Add(new ValidationResult("is empty", [nameof(CertificatesOptions.ZtsUrl)]));
        return [.. results.Select(static result => $"`{Named(result.MemberNames.First())}` {result.ErrorMessage!.Replace("`TokenFile`", "`--token-file`", StringComparison.Ordinal)}")];
    }

    private static string Named(string member) => Names.GetValueOrDefault(member, member);
}
