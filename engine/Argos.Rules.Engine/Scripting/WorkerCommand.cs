using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Argos.Rules.Engine.Scripting;

/// <summary>How to start the compiler's process: this program again, with nothing of this one's environment.</summary>
internal static class WorkerCommand
{
    public static ProcessStartInfo Create(ScriptingOptions options)
    {
        var program = typeof(WorkerCommand).Assembly.Location;
        var start = new ProcessStartInfo(Host())
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add(CompileWorker.Argument);
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = options.CompilerHeapBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // The engine's own is small; a compiler keeps much for a short time.
        start.Environment["DOTNET_GCGen0MaxBudget"] = "2000000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    /// <summary>The runtime's launcher that belongs to the runtime we run on.</summary>
    private static string Host()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == name) return self;
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var beside = Path.Combine(root, name);
        return File.Exists(beside) ? beside : name;
    }
}
