using System.Text;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources.Directory;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>The key set as the API server serves it.</summary>
internal sealed class ServedKeySet(ApiClient api) : IKeySetOrigin
{
    // What to look at: an issuer that is not a URL switches the whole of it off.
    private const string NotServed = "; it serves a key set only if its `--service-account-issuer` is an `https` URL. Take the keys from a file (`Keys:File`) or a "
        + "ConfigMap (`Keys:ConfigMap`), or set `Keys:RefreshSeconds` to 0 if no policy reads its tokens";

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetKeysAsync(cancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            throw new ApiException(e.Status, e.Message + " for `/openid/v1/jwks`" + NotServed, e);
        }
    }
}

/// <summary>A key set in a file.</summary>
internal sealed class KeySetFile(string path, IFileBytes files) : IKeySetOrigin
{
    private const int LargestFile = 1024 * 1024;

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await Task.Run(() => files.Read(path, LargestFile), cancellationToken);
        return read.Bytes ?? throw new ApiException(null, $"`{path}` (`Keys:File`): {read.Problem ?? "the file does not exist"}");
    }
}

/// <summary>A key set in a ConfigMap, named by the operator: no other may say what the cluster's keys are.</summary>
internal sealed class KeySetConfigMap(ApiClient api, string place) : IKeySetOrigin
{
    private readonly string[] _place = place.Split('/');
    private readonly ConfigMapReader _reader = new();

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var (space, name, key) = (_place[0], _place[1], _place[2]);
        using var page = await api.ListAsync(ResourceQuery.ConfigMaps(space, null).Only(space, name), "", cancellationToken);
        foreach (var item in page.Items)
        {
            if (_reader.Read(item, out var problem) is not { } map) throw new ApiException(null, $"ConfigMap `{space}/{name}` (`Keys:ConfigMap`): {problem}");
            if (map.Data.TryGetValue(key, out var text)) return Encoding.UTF8.GetBytes(text);
            throw new ApiException(null, $"ConfigMap `{space}/{name}` (`Keys:ConfigMap`) has no text in the key `{key}`");
        }
        throw new ApiException(null, $"there is no ConfigMap `{space}/{name}` (`Keys:ConfigMap`)");
    }
}
