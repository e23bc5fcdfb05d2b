using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

/// <summary>What mgmt replicates of each pod is what the engine reads of it, and of the same types.</summary>
internal sealed class PodFieldsTests
{
    private const string Whole = """
        {"metadata":{"name":"web-0","namespace":"shop","uid":"u-1","resourceVersion":"7","labels":{"app":"web"},
                     "creationTimestamp":"2026-03-01T12:00:00Z","deletionTimestamp":"2026-03-01T13:00:00Z","managedFields":[]},
         "spec":{"serviceAccountName":"web","nodeName":"n1","hostNetwork":true,"containers":[{"name":"c"}]},
         "status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"2001:db8::1"}],
                   "hostIP":"10.1.0.1","hostIPs":[{"ip":"10.1.0.1"},{"ip":"2001:db8::2"}],"startTime":"2026-03-01T12:00:01Z","conditions":[]}}
        """;

    [Test]
    public void Every_property_of_a_pod_comes_from_a_field_that_is_replicated()
    {
        var (pod, problem) = PodReader.Read("shop", "web-0", Projected(Whole));

        Assert.That(problem, Is.Null);
        Assert.That(typeof(Pod).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => IsUnset(property, pod!)).Select(static property => property.Name), Is.Empty);
        Assert.That(pod!.HostIps, Has.Member(Address("2001:db8::2")));
    }

    [TestCaseSource(nameof(WrongTypes))]
    public void Pod_that_the_engine_would_refuse_is_refused_where_it_comes_from(string field, string value)
    {
        var pod = JsonNode.Parse(Whole)!;
        var names = field.Split('.');
        var parent = names[..^1].Aggregate(pod, static (node, name) => node[name]!);
        parent[names[^1]] = JsonNode.Parse(value);
        var json = JsonDocument.Parse(pod.ToJsonString()).RootElement;

        var (_, engine) = PodReader.Read("shop", "web-0", json);

        if (engine is not null) Assert.That(PodFields.Problem(json), Does.StartWith($"`{field}"));
        else Assert.That(PodFields.Problem(json), value == "null" ? Is.Null : Is.Null.Or.StartsWith($"`{field}"));
    }

    private static IEnumerable<string[]> WrongTypes() =>
        from field in PodFields.Paths.Concat(["metadata", "spec", "status"])
        from value in new[] { "null", "7", "true", "\"x\"", "[]", "[7]", "[{\"ip\":7}]", "{}", "{\"a\":7}" }
        where !(value is "null" or "\"x\"" && field is "metadata.name" or "metadata.namespace")
        select new[] { field, value };

    private static JsonElement Projected(string pod)
    {
        using var document = JsonDocument.Parse(pod);
        return JsonDocument.Parse(CanonicalJson.Write(writer => PodFields.With([]).Write(writer, document.RootElement, ""))).RootElement;
    }

    private static bool IsUnset(PropertyInfo property, Pod pod) => property.GetValue(pod) switch
    {
        // Made of others, or there only for more fields.
        bool flag => !flag && property.Name != nameof(Pod.IsLive),
        DataValue => false,
        string text => text.Length == 0,
        IEnumerable items => !items.Cast<object>().Any(),
        null => true,
        _ => false,
    };

    private static IpAddress Address(string text) => IpAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text, nameof(text));
}
