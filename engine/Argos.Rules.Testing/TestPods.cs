using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Testing;

/// <summary>Cuts the pods of a test down to what mgmt would replicate of them: else a test could pass on a field that is never there.</summary>
/// <param name="extraFields">The fields beyond those that are always replicated.</param>
internal sealed class TestPods(ImmutableArray<string> extraFields)
{
    private readonly FieldTree _fields = PodFields.With(extraFields);

    /// <summary>What is replicated of a pod; instead what is wrong with its fields.</summary>
    public string? Project(JsonElement pod, out JsonElement replicated)
    {
        replicated = default;
        if (PodFields.Problem(pod) is { } problem) return problem;
        using var document = JsonDocument.Parse(CanonicalJson.Write(writer => _fields.Write(writer, pod, "")));
        replicated = document.RootElement.Clone();
        return null;
    }
}
