namespace Argos.Rules.Engine.Scripting;

/// <summary>How policies are compiled; section `Scripting`.</summary>
internal sealed class ScriptingOptions
{
    public const string Section = "Scripting";

    /// <summary>A folder in which compiled policies are kept by the hash of their text, so that a restart need not compile. Nothing: they are not kept.</summary>
    public string? CacheDirectory { get; set; }

    /// <summary>How long one compilation may take before the compiler is killed. Default 5 s.</summary>
    public TimeSpan CompileTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the compiler may take to start. Default 30 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The compiler's heap limit in bytes. Default 384 MiB.</summary>
    public long CompilerHeapBytes { get; set; } = 384L * 1024 * 1024;
}
