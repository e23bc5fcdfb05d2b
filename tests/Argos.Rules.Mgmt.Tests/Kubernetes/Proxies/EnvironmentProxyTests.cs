using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.Proxies;

namespace Argos.Rules.Mgmt.Tests.Kubernetes.Proxies;

/// <summary>The expectations are those of Go's package httpproxy.</summary>
public sealed class EnvironmentProxyTests
{
    [TestCase("https://10.1.2.3:6443", "127.0.0.0/8,10.0.0.0/8,.svc", true)]
    [TestCase("https://11.1.2.3:6443", "127.0.0.0/8,10.0.0.0/8,.svc", false)]
    [TestCase("https://kubernetes.default.svc", "127.0.0.0/8,10.0.0.0/8,.svc", true)]
    [TestCase("https://svc", ".svc", false)]
    [TestCase("https://svc", "svc", true)]
    [TestCase("https://a.svc", "svc", true)]
    [TestCase("https://asvc", "svc", false)]
    [TestCase("https://a.svc", "*.svc", true)]
    [TestCase("https://svc", "*.svc", false)]
    [TestCase("https://A.Example", " other , a.EXAMPLE ", true)]
    [TestCase("https://a.example:8443", "a.example:8443", true)]
    [TestCase("https://a.example", "a.example:8443", false)]
    [TestCase("https://a.example", "a.example:443", true)]
    [TestCase("https://a.example", "a.example:x", false)]
    [TestCase("https://[fd00::1]", "fd00::/8", true)]
    [TestCase("https://[fd00::1]", "fd00::1", true)]
    [TestCase("https://[fd00::1]:6443", "[fd00::1]:6443", true)]
    [TestCase("https://[fd00::1]:6444", "[fd00::1]:6443", false)]
    [TestCase("https://10.1.2.3", "10.1.2.3:443", true)]
    [TestCase("https://10.1.2.3", "10.9.9.9/8", true)]
    [TestCase("https://10.1.2.3", "10.1.2.3/33,,/8,.", false)]
    [TestCase("https://10.1.2.3", "::ffff:10.1.2.3", true)]
    [TestCase("https://a.example", "*", true)]
    [TestCase("https://a.example", "", false)]
    [TestCase("https://localhost:6443", "", true)]
    [TestCase("https://127.0.0.5:6443", "", true)]
    [TestCase("https://[::1]:6443", "", true)]
    public void Servers_of_the_list_are_reached_without_the_proxy(string server, string list, bool direct)
    {
        var proxy = EnvironmentProxy.For(new Uri(server), Variables(("HTTPS_PROXY", "http://p:3128"), ("NO_PROXY", list)));

        Assert.That(proxy is null, Is.EqualTo(direct));
    }

    [TestCase("https://a", "HTTPS_PROXY", "http://p:3128", "http://p:3128/")]
    [TestCase("https://a", "https_proxy", "p:3128", "http://p:3128/")]
    [TestCase("https://a", "https_proxy", "p", "http://p/")]
    [TestCase("https://a", "HTTPS_PROXY", "socks5://p:1", "socks5://p:1/")]
    [TestCase("https://a", "HTTPS_PROXY", "https://p", "https://p/")]
    [TestCase("http://a", "HTTP_PROXY", "http://p", "http://p/")]
    [TestCase("http://a", "HTTPS_PROXY", "http://p", null)]
    [TestCase("https://a", "HTTP_PROXY", "http://p", null)]
    [TestCase("https://a", "ALL_PROXY", "http://p", null)]
    public void Variable_of_the_scheme_counts(string server, string variable, string value, string? expected)
    {
        var proxy = EnvironmentProxy.For(new Uri(server), Variables((variable, value)));

        Assert.That(proxy?.GetProxy(new Uri(server))?.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Header_of_a_CGI_request_is_no_proxy()
    {
        Assert.That(EnvironmentProxy.For(new Uri("http://a"), Variables(("HTTP_PROXY", "http://p"), ("REQUEST_METHOD", "GET"))), Is.Null);
    }

    [Test]
    public void Variable_that_names_no_proxy_is_refused_without_being_quoted()
    {
        Assert.That(
            () => EnvironmentProxy.For(new Uri("https://a"), Variables(("HTTPS_PROXY", "ftp://user:secret@p"))),
            Throws.TypeOf<ClusterConfigException>().With.Message.Contains("`HTTPS_PROXY`").And.Message.Not.Contains("secret"));
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
