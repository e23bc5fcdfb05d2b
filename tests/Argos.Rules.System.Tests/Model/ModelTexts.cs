using System.Collections.Concurrent;
using System.Globalization;
using Argos.Rules.Compiler;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.System.Tests.Model;

/// <summary>The policies and documents that the interleavings are made of. Every policy is a real script; each is compiled once for all runs.</summary>
internal static class ModelTexts
{
    /// <summary>Allows a pod that is known by name and uid.</summary>
    public const string Allow = "var pod = Pods.Find(Input.Domain, Input.Service);\nif (pod is null || pod.Uid != Input.AttestationData) return Deny(\"pod-unknown\");\nreturn Allow();";

    /// <summary>Denies what the policy above would allow: a decision without it comes from an incomplete set.</summary>
    public const string Guard = "if (Input.Service == \"guarded\") return Deny(\"guarded\");\nreturn Allow();";

    /// <summary>Denies by a document, and is open when the document is missing: a decision without it comes from an incomplete set.</summary>
    public const string BlockList = "if (Data[\"security/blocked\"][\"names\"].Texts.Contains(Input.Service)) return Deny(\"blocked\");\nreturn Allow();";

    private static readonly string[] BrokenPolicies = ["return Nothing();", "if (", "return System.IO.File.Exists(\"/etc/passwd\") ? Allow() : Deny(\"x\");"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<ActivationResult>>> Activated = new(StringComparer.Ordinal);

    /// <summary>One of a few policies that allow.</summary>
    public static string Policy(int variant) => string.Create(CultureInfo.InvariantCulture, $"// variant {variant % 6}\nreturn Allow();");

    public static string BrokenPolicy(int variant) => BrokenPolicies[variant % BrokenPolicies.Length];

    /// <summary>One of a few documents, by the ending of its key.</summary>
    public static string Document(string key, int variant) => key.EndsWith(".yaml", StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"v: {variant}\nof: yaml\n")
        : string.Create(CultureInfo.InvariantCulture, $"{{\"v\": {variant}, \"of\": \"json\"}}");

    public static string BrokenDocument(string key) => key.EndsWith(".yaml", StringComparison.Ordinal) ? "v: [1,\n" : "{\"v\": ";

    /// <summary>Activates as the engine does, from the second time on without compiling.</summary>
    public static async Task<ActivationResult> ActivateAsync(string id, string source, string? owner)
    {
        var first = await Activated.GetOrAdd(source, text => new Lazy<Task<ActivationResult>>(() => CompileAsync(text))).Value;
        return first.Policy is { } policy ? first with { Policy = policy with { Id = id, Owner = owner } } : first;
    }

    private static async Task<ActivationResult> CompileAsync(string source)
    {
        using var activator = new PolicyActivator(static (id, text, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, text, cancellation)), static _ => null);
        return await activator.ActivateAsync("model", source, null, CancellationToken.None);
    }
}
