using System.ComponentModel.DataAnnotations;
using Argos.Rules.Core.Compilation.Caching;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Core.Compilation;

/// <summary>How policies are compiled; section `Scripting`.</summary>
internal sealed class ScriptingOptions
{
    public const string Section = "Scripting";

    /// <summary>A folder in which compiled policies in force are kept, so that a restart need not compile. It is made when it is not there; one that belongs to another user, or that others can write, is not used. Nothing: they are not kept.</summary>
    public string? CacheDirectory { get; set; }

    /// <summary>A file with the key that seals what is kept there, 32 bytes or more, for example from a mounted secret. Nothing: the engine makes one in the folder, for itself alone.</summary>
    public string? CacheKeyFile { get; set; }

    /// <summary>The most files in that folder; those that were not used for longest are removed. Default 512.</summary>
    [Range(1, 100_000)]
    public int CacheFiles { get; set; } = 512;

    /// <summary>The most bytes in that folder. Default 67108864.</summary>
    [Range(1024 * 1024, 1L << 40)]
    public long CacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>A folder of policies that were compiled when the image was made (`argos-engine precompile`); read, never written. A relative path counts from the program. Nothing: none.</summary>
    public string? ShippedDirectory { get; set; } = "compiled";

    /// <summary>How much processor time one compilation may take before the compiler is killed; twelve times as much on the wall. Default 5 s.</summary>
    public TimeSpan CompileTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How much processor time the tests of one policy may take before it is refused. On a machine that is too busy they are tried again instead. Default 10 s.</summary>
    public TimeSpan TestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the compiler may take to start. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the compiler and the trial process are kept when nobody needs them; ended, they give their memory back, and the next policy waits about a second for a new one. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The compiler's heap limit in bytes. Default 384 MiB.</summary>
    public long CompilerHeapBytes { get; set; } = 384L * 1024 * 1024;

    /// <summary>How much processor time one evaluation in the trial process may take before it is killed: a dry run, a shadow policy, the first run of a candidate. Default 5 s.</summary>
    public TimeSpan TrialTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The trial process's heap limit in bytes. Default 192 MiB.</summary>
    [Range(33_554_432, 8_589_934_592)]
    public long TrialHeapBytes { get; set; } = 192L * 1024 * 1024;

    /// <summary>How many steps (function calls, turns of loops, units of costly work) one evaluation may take before it denies. Default 200000, about a millisecond.</summary>
    [Range(1_000, 100_000_000)]
    public long PolicySteps { get; set; } = Budget.Default.Steps;

    /// <summary>How many bytes one evaluation may allocate before it denies. Default 16777216.</summary>
    [Range(65_536, 1_073_741_824)]
    public long PolicyBytes { get; set; } = Budget.Default.Bytes;

    /// <summary>How long one evaluation may take, in milliseconds, before it denies: the backstop for what steps do not see. Default 250.</summary>
    [Range(10, 10_000)]
    public int PolicyMilliseconds { get; set; } = (int)Budget.Default.Time.TotalMilliseconds;

    internal SealedFolderLimits CacheLimits() => new(CacheFiles, CacheBytes, CompileMessage.MaximumBytes);

    internal Budget PolicyBudget() => Budget.Default with { Steps = PolicySteps, Bytes = PolicyBytes, Time = TimeSpan.FromMilliseconds(PolicyMilliseconds) };
}
