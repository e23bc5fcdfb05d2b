using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.Mgmt.Kubernetes.Proxies;

namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>
/// Reads a kubeconfig as kubectl does. A field of the chosen cluster, user or context is honoured or refused by name, never passed over;
/// credential plugins are refused: mgmt starts no programs.
/// </summary>
internal static class KubeConfigReader
{
    /// <summary>Reads a file, and checks what it names.</summary>
    /// <param name="file">The kubeconfig.</param>
    /// <param name="context">The context to use; the current one when empty.</param>
    public static ClusterAccess ReadFile(string file, string context) => Choose(KubeConfigFile.Read(file), context, check: true);

    /// <summary>
    /// Reads the files that a variable <c>KUBECONFIG</c> lists. As for kubectl those that are not there are passed over, if one is.
    /// </summary>
    /// <param name="list">Files with <c>:</c> between them.</param>
    /// <param name="context">The context to use; the current one when empty.</param>
    public static ClusterAccess ReadList(string list, string context)
    {
        KubeConfigFile? merged = null;
        var files = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var file in files.Distinct(StringComparer.Ordinal).Where(Path.Exists))
        {
            var read = KubeConfigFile.Read(file);
            if (merged is null) merged = read;
            else merged.Merge(read);
        }
        return merged is null
            ? throw new ClusterConfigException($"there is no file of `KUBECONFIG`, which is `{list}`; correct it or unset it")
            : Choose(merged, context, check: true);
    }

    /// <summary>Reads a text as if it stood in a file; nothing that it names is looked at.</summary>
    public static ClusterAccess Read(string text, string file, string context) =>
        Choose(KubeConfigFile.Parse(text, file), context, check: false);

    private static ClusterAccess Choose(KubeConfigFile config, string context, bool check)
    {
        var name = context.Length > 0 ? context : config.CurrentContext;
        if (name.Length == 0)
            throw new ClusterConfigException($"kubeconfig `{config.File}`: there is no current context; "
                + "set `Source:Context` (`ARGOS_SOURCE__CONTEXT`)");
        var chosen = config.Find("context", name);
        chosen.Allow("cluster", "user", "namespace", "extensions");
        var cluster = config.Find("cluster", chosen.Text("cluster"));
        var user = chosen.Text("user") is { Length: > 0 } own ? config.Find("user", own) : null;
        var access = OfCluster(cluster) with { Namespace = chosen.Text("namespace") is { Length: > 0 } given ? given : "default" };
        if (user is not null) access = OfUser(user, access);
        if (check) Check(cluster, user, access);
        return access;
    }

    private static ClusterAccess OfCluster(KubeConfigEntry cluster)
    {
        cluster.Allow(
            "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data",
            "proxy-url", "disable-compression", "extensions");
        if (!Uri.TryCreate(cluster.Text("server").TrimEnd('/') + "/", UriKind.Absolute, out var server)
            || server.Scheme is not ("https" or "http") || server.Host.Length == 0
            || server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
            throw cluster.Wrong("`server` is not an address such as `https://HOST:PORT`");
        var access = new ClusterAccess
        {
            Server = server,
            Insecure = cluster.Flag("insecure-skip-tls-verify"),
            ServerName = cluster.Text("tls-server-name") is { Length: > 0 } expected ? expected : null,
            Authority = cluster.Pem("certificate-authority"),
            Proxy = ProxyOf(cluster),
            DisableCompression = cluster.Flag("disable-compression"),
        };
        if (access is { Insecure: true, Authority: not null })
            throw cluster.Wrong("`insecure-skip-tls-verify` and `certificate-authority` contradict each other; remove the first");
        if (access.ServerName is { } name && Uri.CheckHostName(name) == UriHostNameType.Unknown)
            throw cluster.Wrong($"`tls-server-name` is `{ShownName.Of(name)}`, not the name of a host");
        return access;
    }

    private static FixedProxy? ProxyOf(KubeConfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { Length: > 0 } text) return null;
        // Not quoted: it may hold a password.
        return FixedProxy.TryParse(text, out var proxy)
            ? proxy
            : throw cluster.Wrong("`proxy-url` is not the address of a proxy; write `http://HOST:PORT`, or `https` or `socks5`");
    }

    private static ClusterAccess OfUser(KubeConfigEntry user, ClusterAccess access)
    {
        foreach (var plugin in new[] { "exec", "auth-provider" })
            if (user.Has(plugin))
                throw user.Wrong($"the credential plugin `{plugin}` is not supported, for no program is started; "
                    + "use `tokenFile`, `token` or a client certificate");
        user.Allow(
            "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "username", "password",
            "as", "as-uid", "as-groups", "as-user-extra", "extensions");
        var read = access with
        {
            // kubectl lets the file win over the value, and so it can be rotated.
            Token = user.FileOf("tokenFile") ?? (user.Text("token") is { Length: > 0 } token ? SecretSource.FromText(token) : null),
            UserName = user.Text("username"),
            Password = user.Text("password") is { Length: > 0 } password ? SecretSource.FromText(password) : null,
            ClientCertificate = user.Pem("client-certificate"),
            ClientKey = user.Pem("client-key"),
            Headers = Impersonation.Read(user),
        };
        if (read.ClientCertificate is null != read.ClientKey is null)
            throw user.Wrong("`client-certificate` and `client-key` belong together; give both or none");
        if (read.UserName.Length > 0 != read.Password is not null)
            throw user.Wrong("`username` and `password` belong together; give both or none");
        if (read is { Token: not null, Password: not null })
            throw user.Wrong("there are a token and a password; remove `username` and `password`");
        return read;
    }

    /// <summary>What is named must be there at the start; later it may change and come back.</summary>
    private static void Check(KubeConfigEntry cluster, KubeConfigEntry? user, ClusterAccess access)
    {
        try
        {
            new ServerTrust(access.Authority).ReadAnchors();
        }
        catch (UntrustedServerException e)
        {
            throw cluster.Wrong($"`certificate-authority`: {e.Message}", e);
        }
        try
        {
            access.Token?.Read();
            if (access is { ClientCertificate: { } certificate, ClientKey: { } key }) new PemClientCertificate(certificate, key).Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw user!.Wrong(e.Message.ReplaceLineEndings(" "), e);
        }
    }
}
