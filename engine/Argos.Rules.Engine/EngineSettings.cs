using System.Net;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Canaries;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Diagnostics;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.State;
using Argos.Rules.Engine.Telemetry;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine;

/// <summary>All sections of the configuration.</summary>
internal static class EngineSettings
{
    public static IReadOnlyList<SettingsSection> Sections { get; } =
    [
        SettingsSection.Of<CallbackOptions>("Callback"),
        SettingsSection.Of<ManagementOptions>("Management"),
        SettingsSection.Of<DiagnosticsOptions>("Diagnostics"),
        SettingsSection.Of<DecisionOptions>("Decisions"),
        SettingsSection.Of<FactsOptions>("Facts"),
        SettingsSection.Of<ScriptingOptions>("Scripting"),
        SettingsSection.Of<PolicyLimits>("Policies"),
        SettingsSection.Of<SuspensionOptions>("Suspension"),
        SettingsSection.Of<SyncOptions>("Sync"),
        SettingsSection.Of<StateOptions>("State"),
        SettingsSection.Of<AuditOptions>("Audit"),
        SettingsSection.Of<CanaryOptions>("Canary"),
        SettingsSection.Of<LoggingOptions>("Logging"),
        SettingsSection.Of<OtlpOptions>("Otlp"),
        SettingsSection.Of<ShutdownOptions>("Shutdown"),
        SettingsSection.Of<CertificatesOptions>("Certificates"),
    ];

    /// <summary>The files of the callback listener's certificates.</summary>
    public static CertificateFiles CertificateFiles(CallbackOptions options, CertificatesOptions obtained) =>
        new(options.CertificateFile, options.KeyFile, options.ClientCaFile, obtained.Enabled);

    /// <summary>Refuses a management listener that others could reach: whoever reaches it can change the policies.</summary>
    public static void CheckManagement(ManagementOptions options, List<string> errors)
    {
        if (ListenAddress.TryParse(options.Listen, out var address) && IPAddress.IsLoopback(address.Address)) return;
        errors.Add($"`Management:Listen` is `{options.Listen}`, but must be a loopback address and a port, like `127.0.0.1:8181` (environment variable `{Setting.VariableOf("Management:Listen")}`)");
    }

    /// <summary>Finds files that cannot be used before anything listens.</summary>
    public static void CheckCertificates(CallbackOptions options, CertificatesOptions obtained, List<string> errors)
    {
        var files = CertificateFiles(options, obtained);
        // A file that is not named is an error already.
        if (new[] { files.Certificate, files.Key, files.ClientCa }.Any(static file => file.Length == 0)) return;
        if (files.Awaited)
        {
            if (CertificateSetReader.ClientCaProblem(files) is { } roots) errors.Add($"`Callback`: {roots}");
            if (CertificateFolder.Problem(options.CertificateFile, options.KeyFile, obtained.CaFile) is { } names) errors.Add($"`Certificates`: {names}");
            return;
        }
        using var contents = CertificateSetReader.Read(files);
        if (CertificateSetReader.Parse(files, contents).Problem is { } problem) errors.Add($"`Callback`: {problem}");
    }
}
