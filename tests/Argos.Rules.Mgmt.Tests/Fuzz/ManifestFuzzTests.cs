using System.Text;
using System.Text.Json;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Mgmt.Tests.Fuzz;

/// <summary>Manifests of a directory, and objects as the API server sends them: taken, or named with what is wrong.</summary>
[Category("Long")]
public sealed class ManifestFuzzTests
{
    private static readonly string[] Seeds =
    [
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: policy-a
          namespace: argos
          labels: {argos.athenz.io/policy: csharp}
        data:
          a.csx: |
            return Allow();
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p-0, namespace: ns, uid: u-1, labels: {app: a}}
        spec: {serviceAccountName: sa, nodeName: n, containers: [{name: c, image: i}]}
        status: {phase: Running, podIP: 10.1.2.3, podIPs: [{ip: 10.1.2.3}, {ip: "2001:db8::1"}]}
        """,
        """
        {"kind":"List","items":[{"kind":"ConfigMap","metadata":{"name":"d","namespace":"n","labels":{"argos.athenz.io/data":"json"}},
        "data":{"x":"{}"},"binaryData":{"y":"AAE="}}]}
        """,
        """{"kind":"PodList","items":[{"metadata":{"name":"p","namespace":"n","uid":"u"},"status":{"podIPs":null}}]}""",
    ];

    private static readonly string[] Words =
    [
        "kind: Pod\n", "kind: ConfigMap\n", "kind: List\n", "---\n", "...\n", "&a ", "*a", "<<: *a", "!!binary ", "!<%C0%80>",
        "\\uFFFFFFFF", "|\n", ">-\n", "? ", "{", "[", "\t", "metadata: null", "name: ", "labels: []", "binaryData: {a: '*'}",
        "\"items\":", "podIPs: [null]", "10.1.2.3.4", "::ffff:10.1.2.3", "%eth0", "\\ud800",
    ];

    private readonly FileReader _files = new(new SourceOptions());

    [Test]
    public void Manifest_is_read_or_refused_with_a_place() => FuzzRuns.Try("manifest", Seeds, Words, text =>
    {
        Try("a.yaml", Encoding.UTF8.GetBytes(text));
        Try("jwks.json", Encoding.UTF8.GetBytes(text));
        Try("a.csx", Encoding.Latin1.GetBytes(text));
    }, share: 50);

    [Test]
    public void Object_of_the_api_server_is_read_or_refused_in_words()
    {
        string[] seeds =
        [
            """
            {"metadata":{"name":"p-0","namespace":"ns","uid":"u-1","labels":{"app":"a"},"creationTimestamp":"2026-01-01T00:00:00Z"},
            "spec":{"serviceAccountName":"sa","nodeName":"n"},"status":{"phase":"Running","podIP":"10.1.2.3","podIPs":[{"ip":"10.1.2.3"}]}}
            """,
            """
            {"metadata":{"name":"m","namespace":"n","annotations":{"a":"b"},"resourceVersion":"1"},
            "data":{"a.csx":"return Allow();"},"binaryData":{"b":"AAE="}}
            """,
        ];
        var (pods, maps) = (ObjectProjection.OfPods([]), new ConfigMapReader());
        FuzzRuns.Try("object", seeds, Words, text =>
        {
            if (FuzzRuns.Json(text) is not { ValueKind: JsonValueKind.Object } json) return;

            var pod = pods.Read(json, out var podProblem);
            var map = maps.Read(json, out var mapProblem);

            Assert.That((pod is null, map is null), Is.EqualTo((podProblem is not null, mapProblem is not null)));
        });
    }

    private void Try(string file, byte[] bytes)
    {
        var read = _files.TryRead(file, bytes, out var content, out var problem);

        Assert.That((content is null, problem is null), Is.EqualTo((!read, read)));
        if (problem is not null) Assert.That((problem.Row > 0, problem.Col > 0, problem.Message.Contains('\n')),
            Is.EqualTo((true, true, false)), problem.Message);
    }
}
