using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Argos.Rules.Engine.Processes;

/// <summary>How to start a child process: this program again, with nothing of this one's environment.</summary>
internal static class ChildCommand
{
    public static ProcessStartInfo Create(ChildSettings settings)
    {
        var program = typeof(ChildCommand).Assembly.Location;
        var alone = StandsAlone();
        var start = new ProcessStartInfo(alone ? Environment.ProcessPath! : Host())
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        if (!alone) start.ArgumentList.Add(program);
        start.ArgumentList.Add(settings.Verb);
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = settings.HeapBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        if (settings.Gen0Bytes.Length > 0) start.Environment["DOTNET_GCGen0MaxBudget"] = settings.Gen0Bytes;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    /// <summary>Whether this program was published with the runtime: then no launcher of another one may run it.</summary>
    private static bool StandsAlone() =>
        Path.GetFullPath(RuntimeEnvironment.GetRuntimeDirectory()).TrimEnd(Path.DirectorySeparatorChar) == AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

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
