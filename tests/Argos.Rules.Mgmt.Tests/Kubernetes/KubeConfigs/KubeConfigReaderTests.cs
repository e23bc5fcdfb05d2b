using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

namespace Argos.Rules.Mgmt.Tests.Kubernetes.KubeConfigs;

public sealed class KubeConfigReaderTests
{
    private const string Config = """
        apiVersion: v1
        kind: Config
        preferences: {}
        current-context: one
        contexts:
        - {name: one, context: {cluster: c1, user: token, namespace: home, extensions: []}}
        - {name: two, context: {cluster: c2, user: cert}}
        - {name: three, context: {cluster: c1, user: plugin}}
        - {name: four, context: {cluster: nowhere, user: token}}
        clusters:
        - {name: c1, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: Q0E=, certificate-authority: ca.crt}}
        - {name: c2, cluster: {server: "https://example/base", insecure-skip-tls-verify: true, tls-server-name: kubernetes}}
        users:
        - {name: token, user: {token: t, tokenFile: token.txt}}
        - {name: cert, user: {client-certificate: cert.pem, client-key-data: S0VZ}}
        - {name: plugin, user: {exec: {command: aws}}}
        """;

    [Test]
    public void Current_context_is_used()
    {
        var access = KubeConfigReader.Read(Config, "/folder/config", "");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://127.0.0.1:6443/")));
        Assert.That(access.Namespace, Is.EqualTo("home"));
        Assert.That(access.Authority!.Read(), Is.EqualTo("CA"));
        Assert.That(access.Token!.ToString(), Is.EqualTo("/folder/token.txt"));
        Assert.That(access.Insecure, Is.False);
        Assert.That(access.Proxy, Is.Null);
    }

    [Test]
    public void Named_context_is_used()
    {
        var access = KubeConfigReader.Read(Config, "/folder/config", "two");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://example/base/")));
        Assert.That(access.Namespace, Is.EqualTo("default"));
        Assert.That(access.Insecure);
        Assert.That(access.ServerName, Is.EqualTo("kubernetes"));
        Assert.That(access.ClientKey!.Read(), Is.EqualTo("KEY"));
        Assert.That(access.ClientKey.ToString(), Does.Not.Contain("KEY"));
    }

    [TestCase(Config, "three", "user `plugin`: the credential plugin `exec` is not supported")]
    [TestCase(Config, "four", "there is no cluster `nowhere`")]
    [TestCase(Config, "five", "there is no context `five`")]
    [TestCase("a: [", "", "it is not YAML at line")]
    [TestCase("- a", "", "it is not a kubeconfig")]
    [TestCase("a: b", "", "ARGOS_SOURCE__CONTEXT")]
    [TestCase("a: b\nkind: Config\na: c", "", "a key stands twice at line 3")]
    [TestCase("""{"users": [], "users": []}""", "", "a key stands twice at line 1")]
    [TestCase("clusters: {a: b}", "", "`clusters` at line 1 is not a list of mappings")]
    [TestCase("users:\n- {name: a}\n- {name: a, user: {token: b}}", "", "the user `a` at line 3 stands twice")]
    public void Config_that_cannot_be_used_is_refused(string text, string context, string expected)
    {
        Assert.That(
            () =>
                KubeConfigReader.Read(text, "/f/config", context),
            Throws.TypeOf<ClusterConfigException>().With.Message.StartsWith("kubeconfig `/f/config`").And.Message.Contains(expected));
    }

    [TestCase("proxy-url: http://p:3128", "http://p:3128")]
    [TestCase("proxy-url: socks5://user:secret@p", "socks5://p:1080")]
    public void Proxy_of_the_cluster_is_used(string field, string expected)
    {
        var access = One(field, "token: t");

        Assert.That(access.Proxy!.GetProxy(access.Server)!.ToString().TrimEnd('/'), Is.EqualTo(expected));
        Assert.That(access.Proxy.ToString(), Does.Not.Contain("secret"));
        Assert.That(
            access.Proxy.Credentials?.GetCredential(access.Server, "Basic")?.Password,
            Is.EqualTo(field.Contains("secret", StringComparison.Ordinal) ? "secret" : null));
    }

    [Test]
    public void Who_is_acted_as_becomes_headers()
    {
        var access = One(
            "",
            "token: t\n    as: admin\n    as-uid: u-1\n    as-groups: [a, b]\n"
                + "    as-user-extra: {scopes: [view, edit], 'acme.com/x y': [z]}");

        Assert.That(
            access.Headers.Select(static header => $"{header.Name}: {header.Value}"),
            Is.EqualTo(new[]
            {
                "Impersonate-User: admin", "Impersonate-Uid: u-1", "Impersonate-Group: a", "Impersonate-Group: b",
                "Impersonate-Extra-acme.com%2Fx%20y: z", "Impersonate-Extra-scopes: view", "Impersonate-Extra-scopes: edit",
            }));
    }

    [Test]
    public void Name_and_password_and_the_wish_for_no_compression_are_read()
    {
        var access = One("disable-compression: true", "username: me\n    password: secret");

        Assert.That(access.DisableCompression);
        Assert.That(access.UserName, Is.EqualTo("me"));
        Assert.That(access.Password!.Read(), Is.EqualTo("secret"));
    }

    [TestCase("tls-servername: x", "token: t", "cluster `c`: the field `tls-servername` at line 7 is not known here")]
    [TestCase("", "token:s3cr3t: t", "the field `token...` at line")]
    [TestCase("? {a: s3cr3t}\n    : x", "token: t", "the field `...` at line")]
    [TestCase("proxy-url: ftp://p", "token: t", "`proxy-url` is not the address of a proxy")]
    [TestCase("proxy-url: 'http://user:secret@'", "token: t", "`proxy-url` is not the address of a proxy")]
    [TestCase("tls-server-name: a b", "token: t", "`tls-server-name` is `a...`")]
    [TestCase("insecure-skip-tls-verify: yes", "token: t", "`insecure-skip-tls-verify` is neither `true` nor `false`")]
    [TestCase("insecure-skip-tls-verify: [true]", "token: t", "`insecure-skip-tls-verify` is not a text")]
    [TestCase("insecure-skip-tls-verify: true\n    certificate-authority: ca", "token: t", "contradict each other")]
    [TestCase("certificate-authority-data: '%'", "token: t", "`certificate-authority-data` is not base64")]
    [TestCase("", "auth-provider: {name: gcp}", "`auth-provider` is not supported")]
    [TestCase("", "exec: {command: aws}", "`exec` is not supported")]
    [TestCase("", "tokenfile: t", "the field `tokenfile`")]
    [TestCase("", "client-certificate: a.pem", "`client-certificate` and `client-key` belong together")]
    [TestCase("", "client-key-data: S0VZ", "`client-certificate` and `client-key` belong together")]
    [TestCase("", "username: me", "`username` and `password` belong together")]
    [TestCase("", "token: t\n    username: me\n    password: secret", "there are a token and a password")]
    [TestCase("", "token: t\n    as-groups: [a]", "need `as`")]
    [TestCase("", "token: t\n    as: a\n    as-groups: b", "`as-groups` is not a list of texts")]
    [TestCase("", "token: t\n    as: 'a\u00e9'", "`as` has a value that no header can hold")]
    [TestCase("", "token: t\n    as: \"a\\r\\nX: y\"", "`as` has a value that no header can hold")]
    public void Field_that_is_not_honoured_is_refused_by_name(string cluster, string user, string expected)
    {
        Assert.That(
            () => One(cluster, user),
            Throws.TypeOf<ClusterConfigException>().With.Message.Contains(expected).And.Message.Not.Contains("secret"));
    }

    [Test]
    public void Json_is_read_too()
    {
        var access = KubeConfigReader.Read(
            "\ufeff{\n\t\"current-context\": \"x\", \"users\": null,\n\t"
            + "\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}],"
            + "\n\t\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https:\\/\\/h\", "
            + "\"insecure-skip-tls-verify\": true, \"certificate-authority\": null}}]}",
            "/f/config",
            "");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://h/")));
        Assert.That(access.Insecure);
        Assert.That(access.Token, Is.Null);
    }

    private static ClusterAccess One(string cluster, string user) => KubeConfigReader.Read(
        $"""
        current-context: x
        contexts: [{"{name: x, context: {cluster: c, user: u} }"}]
        clusters:
        - name: c
          cluster:
            server: https://h
            {(cluster.Length > 0 ? cluster : "extensions: []")}
        users:
        - name: u
          user:
            {user}
        """,
        "/f/config",
        "");

    /// <summary>A quote that is missing makes a name of what follows, with a credential in it.</summary>
    [TestCase("one", "one")]
    [TestCase("admin@cluster-1.example.com", "admin@cluster-1.example.com")]
    [TestCase("arn:aws:eks:us-west-2:123456789012:cluster/prod", "arn:aws:eks:us-west-2:123456789012:cluster/prod")]
    [TestCase("one\" user: {token: s3cr3t}", "one...")]
    [TestCase("token:s3cr3t", "token...")]
    [TestCase("one\ntoken", "one...")]
    public void Name_is_shown_as_far_as_it_can_be_one(string name, string shown) => Assert.That(ShownName.Of(name), Is.EqualTo(shown));
}
