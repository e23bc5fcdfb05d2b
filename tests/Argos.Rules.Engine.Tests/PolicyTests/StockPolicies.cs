using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>The policies folder of the source tree, found upwards from the test assembly; each policy is compiled once.</summary>
internal static class StockPolicies
{
    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    private static string Folder => Path.Combine(Root, "policies");

    private static readonly Dictionary<string, Lazy<PolicySet>> Compiled = Names().ToDictionary(static n => n, static n => new Lazy<PolicySet>(() => Compile(n)));

    private static readonly Dictionary<string, Lazy<TracedSet>> TracedSets = Names().ToDictionary(static n => n, static n => new Lazy<TracedSet>(() => Trace(n)));

    private static readonly Dictionary<string, Lazy<PolicyTestReport>> Reports =
        Names().ToDictionary(static n => n, static n => new Lazy<PolicyTestReport>(() => PolicyTestRunner.Run(Read(n, "tests.yaml"), $"{n}/tests.yaml", Set(n))));

    /// <summary>The folders that have a policy, those of the cookbook too.</summary>
    public static IEnumerable<string> Names() => Directory.GetFiles(Folder, "policy.csx", SearchOption.AllDirectories)
        .Select(static f => Path.GetRelativePath(Folder, Path.GetDirectoryName(f)!).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    /// <summary>The set that holds this policy alone, by the real compiler.</summary>
    public static PolicySet Set(string name) => Compiled[name].Value;

    /// <summary>The report of the policy's tests file.</summary>
    public static PolicyTestReport Report(string name) => Reports[name].Value;

    /// <summary>The traced form of the set.</summary>
    public static TracedSet Traced(string name) => TracedSets[name].Value;

    /// <summary>AWS's certificates as they are shipped, by region.</summary>
    public static JsonObject Certificates()
    {
        var file = Path.Combine(Root, "k8s/components/aws/certificates.yaml");
        var manifest = (YamlNode.Map)YamlReader.Read(File.ReadAllText(file), new TestDiagnostics(file))!;
        var text = (YamlNode.Text)((YamlNode.Map)manifest.Find("data")!).Find("certificates.yaml")!;
        return YamlReader.Read(text.Value, new TestDiagnostics(file))!.ToJson()!.AsObject();
    }

    private static TracedSet Trace(string name)
    {
        using var traced = new TracedPolicies(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)));
        return traced.PrepareAsync(Set(name).All, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static PolicySet Compile(string name)
    {
        using var activator = new PolicyActivator(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), static _ => null);
        var result = activator.ActivateAsync(name, Read(name, "policy.csx"), owner: null, CancellationToken.None).GetAwaiter().GetResult();
        return PolicySet.Empty.With(result.Policy ?? throw new InvalidDataException(Text(result.Diagnostics)));
    }

    public static string Text(ImmutableArray<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(static d => $"{d.Location?.File}({d.Location?.Row},{d.Location?.Col}): {d.Code}: {d.Message}"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("no folder with `Argos.Rules.sln` above the tests");
    }
}
