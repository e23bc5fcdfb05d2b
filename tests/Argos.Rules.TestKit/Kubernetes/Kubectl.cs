using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>The <c>kubectl</c> of the PATH, with a kubeconfig.</summary>
public sealed class Kubectl(string kubeconfig, string folder)
{
    /// <summary>Why there is none; <see langword="null"/> when there is one.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static place => File.Exists(Path.Combine(place, "kubectl")))
            ? null
            : "kubectl is not in the PATH (Debian: kubernetes-client)";

    /// <summary>Runs it; fails with what it said when it fails.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (code, output) = await TryAsync(cancellationToken, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"`kubectl {string.Join(' ', arguments)}` ended with {code}:\n{output}");
    }

    /// <summary>Runs it; its exit code and everything it said.</summary>
    public async Task<(int Code, string Output)> TryAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var process = ChildProcess.Start(
            "kubectl", "kubectl", [$"--kubeconfig={kubeconfig}", $"--cache-dir={Path.Combine(folder, "kubectl-cache")}", .. arguments], BuiltOutput.Root);
        var code = await process.WaitForExitAsync(cancellationToken);
        return (code, process.Log.ToString());
    }
}
