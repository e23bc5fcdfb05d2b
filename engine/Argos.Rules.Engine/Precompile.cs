using Argos.Rules.Core.Compilation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine;

/// <summary>
/// Compiles policies into a folder that an engine of the same build then starts from (`Scripting:ShippedDirectory`), so that a new replica need not start a
/// compiler before it can decide. The compiler is the usual process of its own, behind the usual gates; the engine checks again what it reads.
/// </summary>
internal static class Precompile
{
    /// <summary>The command line argument.</summary>
    public const string Argument = "precompile";

    /// <summary>Runs <c>precompile FOLDER FILE...</c>.</summary>
    /// <returns>The exit code: 0, 1 when a policy does not compile, 2 for wrong usage.</returns>
    public static async Task<int> RunAsync(ReadOnlyMemory<string> args, TextWriter output, TextWriter error)
    {
        if (args.Length < 2)
        {
            await error.WriteLineAsync($"argos-engine: write `argos-engine {Argument} FOLDER POLICY.csx...`");
            return 2;
        }
        var folder = args.Span[0];
        var cache = PolicyCache.ForProgram(folder, TimeProvider.System);
        await using var host = new CompileWorkerHost(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
        var compiler = new CachedCompiler(cache, host);
        var failed = false;
        foreach (var file in args[1..].ToArray())
        {
            var result = await compiler.CompileAsync(file, await File.ReadAllTextAsync(file), CancellationToken.None);
            foreach (var diagnostic in result.Diagnostics) await error.WriteLineAsync($"{file}:{diagnostic.Location?.Row}: {diagnostic.Severity} {diagnostic.Code}: {diagnostic.Message}");
            failed |= result.Policy is null;
            if (result.Policy is not null) await output.WriteLineAsync($"{file} compiled");
        }
        Share(folder);
        return failed || !cache.HasCompiled ? 1 : 0;
    }

    /// <summary>
    /// Whoever builds an image is seldom the user that runs it. What was compiled is not a secret, and is checked when it is read.
    /// </summary>
    private static void Share(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder)) return;
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(folder, readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        foreach (var file in Directory.EnumerateFiles(folder)) File.SetUnixFileMode(file, readable);
    }
}
