using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Reads a kubeconfig. Credential plugins are refused: mgmt starts no programs.</summary>
internal static class KubeConfigReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The kubeconfig.</param>
    /// <param name="context">The context to use; the current one when empty.</param>
    public static ClusterAccess ReadFile(string file, string context)
    {
        try
        {
            return Read(File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file))!, context);
        }
        catch (IOException e)
        {
            throw new AccessException($"kubeconfig `{file}` cannot be read; correct `Source:Kubeconfig` (`ARGOS_SOURCE__KUBECONFIG`)", e);
        }
        catch (AccessException e)
        {
            throw new AccessException($"kubeconfig `{file}`: {e.Message}", e);
        }
    }

    /// <summary>Reads a text; relative file names in it start at <paramref name="folder"/>.</summary>
    public static ClusterAccess Read(string text, string folder, string context)
    {
        var root = Parse(text);
        var name = context.Length > 0 ? context : Text(root, "current-context");
        if (name.Length == 0) throw new AccessException("there is no current context; set `Source:Context` (`ARGOS_SOURCE__CONTEXT`)");
        var chosen = Find(root, "contexts", name, "context");
        var cluster = Find(root, "clusters", Text(chosen, "cluster"), "cluster");
        var user = Text(chosen, "user").Length > 0 ? Find(root, "users", Text(chosen, "user"), "user") : new YamlMappingNode();
        foreach (var plugin in new[] { "exec", "auth-provider" })
            if (user.Children.ContainsKey(plugin))
                throw new AccessException($"user `{Text(chosen, "user")}` needs the credential plugin `{plugin}`, which is not supported; use a token, a token file or a client certificate");
        if (!Uri.TryCreate(Text(cluster, "server").TrimEnd('/') + "/", UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
            throw new AccessException($"cluster `{Text(chosen, "cluster")}` has no usable `server`");
        return new ClusterAccess
        {
            Server = server,
            Namespace = Text(chosen, "namespace") is { Length: > 0 } own ? own : "default",
            Insecure = Text(cluster, "insecure-skip-tls-verify") == "true",
            ServerName = Text(cluster, "tls-server-name") is { Length: > 0 } expected ? expected : null,
            Authority = Pem(cluster, "certificate-authority", folder),
            // kubectl lets the file win over the value, and so it can be rotated.
            Token = Text(user, "tokenFile") is { Length: > 0 } file ? TextSource.FromFile(Path.Combine(folder, file))
                : Text(user, "token") is { Length: > 0 } token ? TextSource.FromText(token) : null,
            ClientCertificate = Pem(user, "client-certificate", folder),
            ClientKey = Pem(user, "client-key", folder),
        };
    }

    private static YamlMappingNode Parse(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : throw new AccessException("it is not a kubeconfig");
        }
        catch (YamlException e)
        {
            throw new AccessException($"it is not YAML at line {e.Start.Line}", e);
        }
    }

    private static YamlMappingNode Find(YamlMappingNode root, string list, string name, string part)
    {
        if (root.Children.TryGetValue(list, out var node) && node is YamlSequenceNode items)
            foreach (var item in items.OfType<YamlMappingNode>())
                if (Text(item, "name") == name && item.Children.TryGetValue(part, out var found) && found is YamlMappingNode map)
                    return map;
        throw new AccessException($"there is no {part} `{name}`");
    }

    private static string Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlScalarNode { Value: { } value } ? value : "";

    private static TextSource? Pem(YamlMappingNode map, string key, string folder)
    {
        // The value wins over the file, as in kubectl.
        if (Text(map, key + "-data") is { Length: > 0 } data)
        {
            try
            {
                return TextSource.FromText(Encoding.UTF8.GetString(Convert.FromBase64String(data)));
            }
            catch (FormatException)
            {
                throw new AccessException($"`{key}-data` is not base64");
            }
        }
        return Text(map, key) is { Length: > 0 } file ? TextSource.FromFile(Path.Combine(folder, file)) : null;
    }
}
