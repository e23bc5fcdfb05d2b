using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes.Proxies;

/// <summary>
/// The proxy that the environment names for an API server, as Go's clients take it: <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and
/// <c>NO_PROXY</c>, in capitals or small letters; never for the machine itself. Source: golang.org/x/net/http/httpproxy.
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy on the way to a server; <see langword="null"/> for none.</summary>
    /// <param name="server">The server.</param>
    /// <param name="environment">Looks up a variable.</param>
    /// <exception cref="ClusterConfigException">A variable does not name a proxy.</exception>
    public static IWebProxy? For(Uri server, Func<string, string?> environment)
    {
        // A web server that runs CGI programs puts a request's header `Proxy` into HTTP_PROXY.
        if (server.Scheme == "http" && environment("REQUEST_METHOD") is { Length: > 0 }) return null;
        var variable = server.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY";
        var text = Value(variable, environment);
        if (text.Length == 0 || NoProxy.Parse(Value("NO_PROXY", environment)).Covers(server)) return null;
        if (FixedProxy.TryParse(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, out var proxy)) return proxy;
        throw new ClusterConfigException($"`{variable}` does not name a proxy; write `http://HOST:PORT`, or `https` or `socks5`, "
            + "or name the API server in `NO_PROXY`");
    }

    private static string Value(string variable, Func<string, string?> environment) =>
        (environment(variable) is { Length: > 0 } value ? value : environment(variable.ToLowerInvariant()) ?? "").Trim();
}
