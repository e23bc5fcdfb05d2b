using System.Globalization;

namespace Argos.Rules.FakeSia;

/// <summary>The environment of the agent, under the names that <c>k8s/patch/sia.yaml</c> gives.</summary>
internal sealed record SiaSettings
{
    public required string Endpoint { get; init; }

    public required string Provider { get; init; }

    public required string DnsSuffix { get; init; }

    public required string TokenFile { get; init; }

    public required string KeyFile { get; init; }

    public required string CertificateFile { get; init; }

    public required string AuthorityFile { get; init; }

    public required string Namespace { get; init; }

    public required string ServiceAccount { get; init; }

    public required string PodIp { get; init; }

    public required string PodUid { get; init; }

    public required TimeSpan RefreshInterval { get; init; }

    public static SiaSettings Read() => new()
    {
        Endpoint = Text("ENDPOINT"),
        Provider = Text("PROVIDER_SERVICE"),
        DnsSuffix = Text("DNS_SUFFIX"),
        TokenFile = Text("SA_TOKEN_FILE"),
        KeyFile = Text("KEY_FILE"),
        CertificateFile = Text("CERT_FILE"),
        AuthorityFile = Text("SERVER_CA_CERT"),
        Namespace = Text("NAMESPACE"),
        ServiceAccount = Text("SERVICEACCOUNT"),
        PodIp = Text("POD_IP"),
        PodUid = Text("POD_UID"),
        RefreshInterval = TimeSpan.FromSeconds(
            int.Parse(Environment.GetEnvironmentVariable("REFRESH_INTERVAL") ?? "3600", CultureInfo.InvariantCulture)),
    };

    private static string Text(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
