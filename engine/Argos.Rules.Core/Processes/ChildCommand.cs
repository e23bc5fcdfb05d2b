using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Argos.Rules.Core.Processes;

/// <summary>How to start a child process: a program that lies beside this one, with nothing of this one's environment.</summary>
internal static class ChildCommand
{
    public static ProcessStartInfo Create(ChildSettings settings)
    {
        var program = PathOf(settings.Program);
        var alone = StandsAlone();
        var start = new ProcessStartInfo(alone ? Launcher(program) : Host())
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        if (!alone) start.ArgumentList.Add(program);
        foreach (var argument in settings.Arguments) start.ArgumentList.Add(argument);
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

    /// <summary>Where a program lies that is installed with this one.</summary>
    public static string PathOf(string program) => Path.Combine(Path.GetDirectoryName(typeof(ChildCommand).Assembly.Location)!, program);

    /// <summary>Whether this program was published with the runtime: then no launcher of another one may run what lies beside it.</summary>
    private static bool StandsAlone() =>
        Path.GetFullPath(RuntimeEnvironment.GetRuntimeDirectory()).TrimEnd(Path.DirectorySeparatorChar) == AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>The launcher that a program has of its own when it was published with the runtime.</summary>
    private static string Launcher(string program) => Path.ChangeExtension(program, OperatingSystem.IsWindows() ? ".exe" : null);

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
