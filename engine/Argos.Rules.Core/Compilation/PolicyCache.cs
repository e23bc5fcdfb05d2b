using Argos.Rules.Core.Compilation.Caching;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metadata;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Compilation;

/// <summary>
/// What need not be done again after a restart: compiled policies, by their text and this build, and that a policy has passed its tests. The
/// engine alone writes it, after its checks, and seals it; what is read is checked like what the compiler sends. Only policies that are to be
/// put into force are kept, never candidates.
/// </summary>
internal sealed partial class PolicyCache
{
    private const string ImageKind = "policy";
    private const string PassedKind = "tested";

    private readonly SealedFolder? _own;
    private readonly SealedFolder? _shipped;
    private readonly ILogger<PolicyCache> _logger;

    /// <summary>Opens what the settings name. A folder that cannot be trusted is said to be so, and not used.</summary>
    public PolicyCache(ScriptingOptions options, TimeProvider time, ILogger<PolicyCache> logger)
    {
        _logger = logger;
        var limits = options.CacheLimits();
        if (options.CacheDirectory is { Length: > 0 } folder) _own = Open(() => SealedFolder.Own(folder, options.CacheKeyFile, limits, time));
        if (options.ShippedDirectory is { Length: > 0 } shipped) _shipped = Open(() => SealedFolder.OfProgram(Path.Combine(AppContext.BaseDirectory, shipped), limits));
    }

    private PolicyCache(SealedFolder made) => (_own, _logger) = (made, Microsoft.Extensions.Logging.Abstractions.NullLogger<PolicyCache>.Instance);

    /// <summary>Whether policies compiled by an earlier start, or with the image, are at hand.</summary>
    public bool HasCompiled => _own?.Has(ImageKind) == true || _shipped?.Has(ImageKind) == true;

    /// <summary>A cache to be shipped with the program.</summary>
    public static PolicyCache ForProgram(string folder, TimeProvider time) => new(SealedFolder.ForProgram(folder, new ScriptingOptions().CacheLimits(), time));

    /// <summary>The compiled policy of a text, when it is there and passes the checks.</summary>
    public CompileResult? Find(string id, string source) => Find(_own, id, source) ?? Find(_shipped, id, source);

    /// <summary>Keeps a compiled policy that has passed the checks; that it cannot be written is not a failure.</summary>
    public void Keep(string source, CompileResult result) => Write(ImageKind, source, CompileMessage.Response(result));

    /// <summary>Whether an image, made of this text, is known to have passed its trial with these tests.</summary>
    public bool HasPassed(string image, string source, string? tests) => Read(_own, PassedKind, Tested(image, source, tests)) is not null;

    /// <summary>Remembers that a policy has passed its trial.</summary>
    public void KeepPassed(string image, string source, string? tests) => Write(PassedKind, Tested(image, source, tests), []);

    // The length keeps a text that ends like the other begins apart.
    private static string Tested(string image, string source, string? tests) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{image}\n{source.Length}\n{source}{tests ?? "\0"}");

    private CompileResult? Find(SealedFolder? folder, string id, string source)
    {
        if (Read(folder, ImageKind, source) is not { } frame) return null;
        try
        {
            var result = CompileMessage.ReadResponse(id, frame);
            return result.Policy is { } policy && ImageGate.Check(id, policy).IsEmpty ? result : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or FormatException)
        {
            LogUnreadable(problem.Message);
            return null;
        }
    }

    private SealedFolder? Open(Func<SealedFolder?> open)
    {
        try
        {
            return open();
        }
        catch (UnsafeFolderException problem)
        {
            LogUnsafe(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogUnusable(problem.Message);
        }
        return null;
    }

    private byte[]? Read(SealedFolder? folder, string kind, string subject)
    {
        try
        {
            return folder?.Read(kind, subject);
        }
        catch (InvalidDataException problem)
        {
            LogForeign(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(problem.Message);
        }
        return null;
    }

    private void Write(string kind, string subject, byte[] content)
    {
        try
        {
            _own?.Write(kind, subject, content);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(problem.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Folder of compiled policies is not used, because others could write it: {Problem}")]
    private partial void LogUnsafe(string problem);

    [LoggerMessage(LogLevel.Error, "Folder of compiled policies cannot be used: {Problem}")]
    private partial void LogUnusable(string problem);

    [LoggerMessage(LogLevel.Warning, "Compiled policy is not taken from the cache: {Problem}")]
    private partial void LogForeign(string problem);

    [LoggerMessage(LogLevel.Warning, "Cache of compiled policies cannot be read: {Problem}")]
    private partial void LogUnreadable(string problem);

    [LoggerMessage(LogLevel.Warning, "Cache of compiled policies cannot be written: {Problem}")]
    private partial void LogUnwritable(string problem);
}
