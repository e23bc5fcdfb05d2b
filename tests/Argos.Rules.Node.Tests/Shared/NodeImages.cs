using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>Makes images of the built programs, as the recipes of <c>k8s/images</c> do, and gives them to the node.</summary>
internal static class NodeImages
{
    /// <summary>The agents' fake, and the workload whose certificate it gets.</summary>
    public const string Agent = "docker.io/argos-rules/fake-sia:1";

    private const string User = "1654";

    public static async Task AddAsync(RealNode node, string folder, CancellationToken cancellationToken)
    {
        var (engine, mgmt, agent) = (Path.Combine(folder, "engine"), Path.Combine(folder, "mgmt"), Path.Combine(folder, "fake-sia"));
        await PublishAsync("engine/Argos.Rules.Engine", engine, cancellationToken);
        await PublishAsync("mgmt/Argos.Rules.Mgmt", mgmt, cancellationToken);
        await PublishAsync("tests/Argos.Rules.FakeSia", agent, cancellationToken);
        var policies = Directory.GetDirectories(Path.Combine(BuiltOutput.Root, "policies"))
            .Select(static policy => Path.Combine(policy, "policy.csx")).Where(File.Exists);
        await RunAsync("precompile", ["exec", Path.Combine(engine, "argos-engine.dll"), "precompile", Path.Combine(engine, "compiled"),
            .. policies], cancellationToken);
        await node.AddImageAsync($"docker.io/{Manifests.Image("engine")}", engine, "argos-engine.dll", User, cancellationToken);
        await node.AddImageAsync($"docker.io/{Manifests.Image("mgmt")}", mgmt, "argos-mgmt.dll", User, cancellationToken);
        await node.AddImageAsync(Agent, agent, "fake-sia.dll", null, cancellationToken);
    }

    /// <summary>Gives the programs of this build the names of another version too.</summary>
    public static async Task TagAsync(string version, CancellationToken cancellationToken)
    {
        foreach (var container in new[] { "engine", "mgmt" })
        {
            var image = $"docker.io/{Manifests.Image(container)}";
            await SharedNode.Node.TagImageAsync(image, image[..(image.LastIndexOf(':') + 1)] + version, cancellationToken);
        }
    }

    /// <summary>The engine as somebody might pack it who thinks that a running system needs no compiler.</summary>
    public static async Task<string> AddWithoutCompilerAsync(string engine, string folder, CancellationToken cancellationToken)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "without-compiler")).FullName;
        foreach (var file in Directory.EnumerateFiles(engine)
            .Where(static file => !Path.GetFileName(file).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        const string name = "docker.io/argos-rules/engine:without-compiler";
        await SharedNode.Node.AddImageAsync(name, copy, "argos-engine.dll", User, cancellationToken);
        return name;
    }

    private static Task PublishAsync(string project, string output, CancellationToken cancellationToken) => RunAsync(
        $"publish of {project}",
        ["publish", Path.Combine(BuiltOutput.Root, project), "--no-build", "--nologo", "-v", "q", "-c", BuiltOutput.Configuration, "-o",
            output],
        cancellationToken);

    private static async Task RunAsync(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(name, "dotnet", arguments, BuiltOutput.Root);
        var code = await process.WaitForExitAsync(cancellationToken);
        if (code != 0) throw new InvalidOperationException($"{name} ended with {code}:\n{process.Log.Last(30)}");
    }
}
