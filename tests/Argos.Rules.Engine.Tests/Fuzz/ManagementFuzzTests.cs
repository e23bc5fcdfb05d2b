using Argos.Rules.Engine.Tests.Management;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>
/// Requests of the management API, as they come over the wire: whatever path, method and body, none is answered with a failure of the
/// engine.
/// </summary>
[Category("Long")]
internal sealed class ManagementFuzzTests
{
    // Method, target and body, each on a line.
    private static readonly string[] Seeds =
    [
        "GET\n/v1/data/a/b?pretty=true\n",
        "PUT\n/v1/data/a/b\n{\"c\":[1,2,{\"d\":null}]}",
        "PATCH\n/v1/data/a\n[{\"op\":\"add\",\"path\":\"/b/e\",\"value\":{\"f\":1}}]",
        "DELETE\n/v1/data/a/b\n",
        "PUT\n/v1/data/kubernetes/pods/ns/p-0\n{\"metadata\":{\"name\":\"p-0\",\"namespace\":\"ns\",\"uid\":\"u\"},"
            + "\"status\":{\"podIP\":\"10.1.2.3\"}}",
        "PUT\n/v1/data/kubernetes/pods\n{\"ns\":{\"p\":{\"metadata\":{\"name\":\"p\",\"namespace\":\"ns\",\"uid\":\"u\"}}}}",
        "PUT\n/v1/data/providers/k8s.c1.identityd\n{\"audience\":\"a\"}",
        "POST\n/v1/data/argos/decision\n{\"input\":{\"provider\":\"p.q\",\"domain\":\"d\",\"service\":\"s\",\"attestationData\":\"a\","
            + "\"attributes\":{\"instanceId\":\"i\"}}}",
        "PUT\n/v1/policies/a%2Fb.csx\nreturn Allow();",
        "GET\n/v1/policies/a%2Fb.csx\n",
        "DELETE\n/v1/policies/a%2Fb.csx\n",
        "GET\n/v1/policies\n",
        "POST\n/v1/dryrun\n{\"operation\":\"register\",\"input\":{\"provider\":\"p.q\",\"domain\":\"d\","
            + "\"service\":\"s\",\"attestationData\":\"a\"},\"explain\":\"full\",\"policies\":{\"x.csx\":\"return Allow();\"}}",
        "PUT\n/v1/sync/mgmt\n{\"engine\":\"e\",\"complete\":true,\"policies\":{},\"documents\":{}}",
        "GET\n/v1/sync/mgmt?wait=0\n",
        "GET\n/v1/status\n",
        "GET\n/v1/config\n",
    ];

    private static readonly string[] Words =
    [
        "/v1/data/", "/v1/policies/", "/v1/sync/", "/v1/dryrun", "//", "/./", "/../", "%2F", "%2e%2e", "%00", "%", "%zz", "%C0%AF", "?",
        "#", ";", "*", "argos/decision", "kubernetes/keys",
        "GET\n", "PUT\n", "PATCH\n", "POST\n", "DELETE\n", "\"op\":\"move\",\"from\":\"\"", "{\"input\":", "[[[[[[[[", "\\ud800", "1e999",
        "// ---\n// mode: shadow\n// ---\n", "\"wait\":", "?wait=999999999999",
    ];

    [Test]
    public async Task Request_is_never_answered_with_a_failure()
    {
        await using var host = await ManagementHost.StartAsync();
        FuzzRuns.Try("management", Seeds, Words, text =>
        {
            var lines = text.Split('\n', 3);
            // A wait is a wait: no clock moves here.
            var target = (lines.ElementAtOrDefault(1) ?? "").Replace("wait", "wai", StringComparison.Ordinal);

            var (status, body) = host.Handle(lines[0], target, FuzzRuns.Unicode(lines.ElementAtOrDefault(2) ?? ""));

            Assert.That(status, Is.InRange(200, 499).Or.AnyOf(503, 504), body);
        });
    }
}
