using System.Net;
using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>Fields of a kubeconfig as a real API server understands them.</summary>
internal sealed class KubeconfigTests : ClusterTest
{
    [Test]
    public async Task Somebody_who_is_acted_as_has_the_rights_of_that_one()
    {
        var refused = await AskAsync(Access("as: somebody\n    as-groups: [a]\n    as-user-extra: {'x y': [z]}", ""));
        var granted = await AskAsync(Access("as: somebody\n    as-groups: [system:masters]", ""));

        Assert.That(refused?.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(refused!.Message, Does.Contain("User \"somebody\" cannot list resource \"pods\""));
        Assert.That(granted, Is.Null);
    }

    [Test]
    public async Task Name_of_the_server_is_the_one_that_is_expected()
    {
        var wrong = await AskAsync(Access("", "tls-server-name: somebody.else.example"));
        var right = await AskAsync(Access("", "tls-server-name: kubernetes.default.svc"));

        Assert.That(wrong?.Message, Does.Contain("not for `somebody.else.example`"));
        Assert.That(right, Is.Null);
    }

    private static ClusterAccess Access(string user, string cluster)
    {
        var text = $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u} }]
            users:
            - name: u
              user:
                token: {{RealApiServer.AdminToken}}
                {{user}}
            clusters:
            - name: c
              cluster:
                server: {{SharedServer.Server.Url}}
                {{cluster}}
            """;
        return KubeConfigReader.Read(text, "/f/config", "") with { Authority = SecretSource.FromText(SharedServer.Server.AuthorityPem) };
    }

    private async Task<ApiException?> AskAsync(ClusterAccess access)
    {
        using var http = ClusterHttp.Create(access);
        try
        {
            (await new ApiClient(http, TimeProvider.System).ListAsync(ResourceQuery.Pods(null), "", Deadline)).Dispose();
            return null;
        }
        catch (ApiException e)
        {
            return e;
        }
    }
}
