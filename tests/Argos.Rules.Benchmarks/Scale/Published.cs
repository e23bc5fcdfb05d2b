using System.Diagnostics;
using System.Runtime.InteropServices;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>Both programs as the images have them: translated to machine code beforehand, with the stock policies compiled.</summary>
internal sealed class Published(string folder)
{
    public string Engine => Path.Combine(folder, "engine", "argos-engine.dll");

    /// <summary>The yardstick.</summary>
    public HelloWorld Hello { get; } = new(folder);

    public string Mgmt => Path.Combine(folder, "mgmt", "argos-mgmt.dll");

    /// <summary>Runs the commands of k8s/images.</summary>
    public async Task MakeAsync()
    {
        await PublishAsync("engine/Argos.Rules.Engine", Path.GetDirectoryName(Engine)!);
        await PublishAsync("mgmt/Argos.Rules.Mgmt", Path.GetDirectoryName(Mgmt)!);
        var hello = Hello.Write();
        await PublishAsync(hello.Project, hello.To);
        await RunAsync([Engine, "precompile", Path.Combine(Path.GetDirectoryName(Engine)!, "compiled"), Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx")]);
    }

    private static Task PublishAsync(string project, string to) =>
        // The lock files of the sources are for builds without a runtime.
        RunAsync(["publish", "-p:NuGetLockFilePath=obj/published.lock.json", Path.Combine(BuiltOutput.Root, project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", to, "-v", "q", "--nologo"]);

    private static async Task RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = BuiltOutput.Root })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"`dotnet {string.Join(' ', arguments)}` ended with {process.ExitCode}");
    }
}
