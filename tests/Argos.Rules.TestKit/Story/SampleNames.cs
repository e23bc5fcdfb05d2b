namespace Argos.Rules.TestKit.Story;

/// <summary>The names of the sample cluster.</summary>
public static class SampleNames
{
    /// <summary>The provider service.</summary>
    public const string Provider = "k8s.cluster1.identityd";

    /// <summary>The DNS suffix of the provider.</summary>
    public const string DnsSuffix = "cluster1.k8s.athenz.cloud";

    /// <summary>The audience of the tokens.</summary>
    public const string Audience = "athenz-identityd";

    /// <summary>The namespace of the ConfigMaps.</summary>
    public const string Namespace = "argos";

    /// <summary>The life of a certificate by the sample settings.</summary>
    public const int CertExpiryMinutes = 10080;
}
