using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Policies;
using Argos.Rules.Language.Facts;
using static Argos.Rules.Cli.Reference.SchemaNodes;

namespace Argos.Rules.Cli.Reference;

/// <summary>A JSON Schema of tests files, for editors. The reader of the file stays what decides.</summary>
internal static class TestsJsonSchema
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write() => Of(null).ToJsonString(Readable);

    /// <summary>The schema; with the settings that policies declare where they are known.</summary>
    public static JsonObject Of(PolicySet? policies)
    {
        var schema = Map(
            "The tests of a policy: a world, a confirmation, and cases that change them.",
            [.. World(policies), .. Whole(), ("base", Input("the confirmation that the cases change", merges: false)),
                ("cases", ListOf("the cases, each decided by itself", Requires(Case(policies), "name")))]);
        schema.Insert(0, "$schema", Draft);
        schema["title"] = "Tests of a policy";
        return Requires(schema, "now", "base", "cases");
    }

    private static (string, JsonObject)[] World(PolicySet? policies) =>
    [
        ("now", Text("the clock, such as `2026-03-01T12:00:00Z`")),
        ("settings", MapOf("settings documents, by provider", policies?.All.Any() == true
            ? SettingsJsonSchema.Of(policies)
            : Any("a settings document"))),
        ("pods", MapOf("pods as Kubernetes writes them, by `<namespace>/<name>`; `null` removes one", Any("a pod"))),
        ("data", MapOf("other documents of the data tree, by path", Any("a document"))),
        ("facts", Map("what the network would say; what is not here stays pending",
            [.. FactKinds.All.Select(static kind => (kind, Any(Fact(kind))))])),
    ];

    private static (string, JsonObject)[] Whole() =>
    [
        ("extraPodFields", ListOf("fields of pods that mgmt replicates beyond those that it always does (`Source:ExtraPodFields`)",
            Text("such as `spec.containers`"))),
        ("keys", MapOf("key pairs that sign tokens, generated for the run, by name", Map(
            "a key pair",
            ("type", Word("RS256 or ES256", "rsa", "ec")),
            ("kid", Text("its key id; its name when left out")),
            ("published", Flag("whether it stands in `kubernetes/keys`: yes when left out"))))),
        ("certificates", MapOf("signers of identity documents, generated for the run, by name", Map(
            "a signer",
            ("type", Word("RSA with SHA-256, or DSA with SHA-1", "rsa", "dsa")),
            ("name", Text("the name in it; two of one name have the same issuer and serial number")),
            ("region", Text("the region it is pinned for; `default` when left out")),
            ("pinned", Flag("whether it stands in `aws/public-certs`: yes when left out"))))),
    ];

    private static JsonObject Case(PolicySet? policies) => Map(
        "one case",
        [("name", Text("what the case shows")),
            ("operation", Word("what ZTS asks for; `register` when left out", "register", "refresh")),
            ("with", Input("changes to `base`: members replace, maps merge, `null` removes", merges: true)),
            .. World(policies),
            ("expect", Expected())]);

    private static JsonObject Expected() => Map(
        "what must come of it; what it does not say is not compared",
        ("outcome", Word("`denied` when left out", "allowed", "denied", "undecided")),
        ("codes", ListOf("all reason codes", Text("a reason code"))),
        ("attributes", MapOf("all attributes of the answer", Scalar("its value, as a text"))));

    private static JsonObject Input(string description, bool merges)
    {
        JsonObject Given(JsonObject schema) => merges ? OrNull(schema) : schema;
        return Map(
            description,
            ("provider", Given(Text("the provider's name"))),
            ("domain", Given(Text("the Athenz domain"))),
            ("service", Given(Text("the service"))),
            ("attestation", Either("the attestation data: a text is sent as it is", Scalar("the text"), Attestation(Given))),
            ("attributes", Given(Attributes())));
    }

    private static JsonObject Attestation(Func<JsonObject, JsonObject> given) => Map(
        "what the attestation data is made of",
        ("token", given(Map(
            "a token to sign",
            ("key", given(Text("one of `keys`"))),
            ("header", given(MapOf("replaces members of the header; `null` removes one", Any("a member")))),
            ("claims", given(MapOf("the claims; `exp`, `nbf` and `iat` may be `now+1h` and the like", Any("a claim"))))))),
        ("wrapped", given(Flag("whether it is sent as `{\"identityToken\": \"...\"}`"))),
        ("json", given(MapOf("attestation data as JSON; a token then is its member `identityToken`", Any("a member")))),
        ("document", given(Map(
            "an identity document and its signature, as members of `json`",
            ("certificate", given(Text("one of `certificates`"))),
            ("content", given(MapOf("the document; `pendingTime` may be `now-5m` and the like", Any("a member")))),
            ("digest", given(Word("of the signature", "sha1", "sha256"))),
            ("embedded", given(Flag("whether the certificate is in the signature"))),
            ("sent", given(Text("what is sent in place of what is signed"))),
            ("signature", given(Text("what is sent in place of the signature")))))));

    private static JsonObject Attributes()
    {
        var names = typeof(AttributeNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static f => (string)f.GetRawConstantValue()!);
        var schema =
            Map("what ZTS knows of the request, as texts",
            [.. names.Order(StringComparer.Ordinal).Select(static n => (n, Scalar("an attribute of ZTS")))]);
        // ZTS learns new ones.
        schema["additionalProperties"] = Scalar("another attribute");
        return schema;
    }

    private static string Fact(string kind) => kind switch
    {
        FactKinds.AwsCallerIdentity => "whose AWS credentials they are, by access key id",
        FactKinds.AwsOidcProviders => "ARNs of the OIDC providers of an account, by account",
        FactKinds.OidcKeys => "keys of an issuer: names of `keys` or a JWKS, by issuer",
        FactKinds.AthenzKeys => "keys of ZTS: names of `keys` or a JWKS",
        FactKinds.AthenzAccess => "a list of `{principal, action, resource, granted}`",
        FactKinds.AthenzMembership => "a list of `{principal, domain, role, granted}`",
        FactKinds.Dns => "addresses, by host name",
        FactKinds.KubernetesTokenReview => "token reviews, by the token's SHA-256, or `*`",
        _ => "a fact",
    };
}
