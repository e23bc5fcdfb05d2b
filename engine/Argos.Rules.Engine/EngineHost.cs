using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Chain;
using Argos.Rules.Engine.Audit.Changes;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Diagnostics;
using Argos.Rules.Engine.Enrollment;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Management;
using Argos.Rules.Engine.Telemetry;
using Argos.Rules.Enrollment;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Argos.Rules.Engine;

/// <summary>Puts the engine together, component by component.</summary>
internal static class EngineHost
{
    private const int MaximumReadAhead = 128 << 10;

    /// <summary>Builds an engine that is ready to be started.</summary>
    /// <param name="settings">Validated settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    public static WebApplication Build(Settings settings, TimeProvider time, Action<IServiceCollection>? replace = null)
    {
        TokenFile.Ensure(settings.Get<ManagementOptions>());
        // Empty: whatever the framework's own sources could add, a further endpoint above all, has no way in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "argos-engine",
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        EngineLogging.Configure(builder.Logging, settings.Get<LoggingOptions>(), settings.Get<OtlpOptions>());
        AddServices(builder.Services, settings, time);
        replace?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(EngineListeners.Configure);
        var shutdown = settings.Get<ShutdownOptions>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(shutdown.WaitSeconds + shutdown.DrainSeconds));
        var engine = builder.Build();
        EngineCore.Observe(engine.Services);
        EngineCore.ObserveUse(engine.Services);
        EngineListeners.Serve(engine);
        return engine;
    }

    /// <summary>Adds all that the engine is made of.</summary>
    internal static void AddServices(IServiceCollection services, Settings settings, TimeProvider time)
    {
        AddOptions(services, settings, time);
        AddTelemetry(services, settings.Get<OtlpOptions>());
        AddAudit(services);
        EngineCore.AddPolicies(services);
        EngineCore.AddSync(services);
        EngineCore.AddDecisions(services);
        EngineCore.AddTrial(services);
        EngineCore.AddDryRun(services);
        EngineCore.AddManagement(services, settings);
        EngineCore.AddState(services);
        AddListeners(services);
        AddCertificates(services, settings.Get<CertificatesOptions>());
        AddCallback(services);
        AddDiagnostics(services);
    }

    private static void AddOptions(IServiceCollection services, Settings settings, TimeProvider time)
    {
        foreach (var (type, options) in settings.All) services.AddSingleton(type, options);
        services.AddSingleton(time);
        services.AddRouting();
    }

    /// <summary>The export is added before all that it reports, so that it stops after it.</summary>
    private static void AddTelemetry(IServiceCollection services, OtlpOptions otlp)
    {
        services.AddSingleton<EngineMetrics>();
        if (otlp.Enabled) services.AddHostedService<OtlpExport>();
    }

    /// <summary>The writer is added before whatever produces records, so that it stops after it.</summary>
    private static void AddAudit(IServiceCollection services)
    {
        services.AddSingleton<AuditSink>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(static s => AuditOrigin.Of(s.GetRequiredService<AuditOptions>(), s.GetRequiredService<EngineIdentity>()));
        services.AddSingleton<IChangeLog, AuditedChanges>();
        services.AddSingleton<ICertificateJournal, CertificateJournal>();
        services.AddSingleton<IAuditSigner, AuditSigner>();
        services.AddSingleton<AuditLines>();
        services.AddSingleton<AuditBatch>();
        services.AddSingleton(static s => new AnswerStatus(s.GetRequiredService<CallbackOptions>().RefuseUndecidedRefresh));
        services.AddSingleton<AuditedDecider>();
        services.AddSingleton<IDecisionService>(static s => s.GetRequiredService<AuditedDecider>());
        services.AddHostedService<AuditWriter>();
        services.AddHostedService<AuditReopen>();
    }

    private static void AddListeners(IServiceCollection services)
    {
        services.AddSingleton(static s => new ConnectionSettings(
            s.GetRequiredService<CallbackOptions>().Connections, s.GetRequiredService<ManagementOptions>().Connections,
            s.GetRequiredService<DiagnosticsOptions>().Connections));
        services.AddSingleton(static s => EngineSettings.CertificateFiles(s.GetRequiredService<CallbackOptions>(), s.GetRequiredService<CertificatesOptions>()));
        services.AddSingleton<CertificateStore>();
        services.AddHostedService(static s => s.GetRequiredService<CertificateStore>());
        services.AddSingleton<ListenerConnections>();
        services.AddSingleton<IConnectionListenerFactory>(static s =>
            new BoundedTransport(ActivatorUtilities.CreateInstance<SocketTransportFactory>(s), s.GetRequiredService<ListenerConnections>()));
        // What nobody has asked for yet stays with its sender: no more than a body that is taken, of each connection.
        services.Configure<SocketTransportOptions>(static sockets => sockets.MaxReadBufferSize = MaximumReadAhead);
        services.AddHostedService<IdleConnections>();
        services.AddSingleton<CallbackTls>();
        services.AddSingleton(static s => new ClientGate(
            s.GetRequiredService<CallbackOptions>().AllowedClients, s.GetRequiredService<CertificateStore>(), s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ShutdownWait>();
    }

    private static void AddCertificates(IServiceCollection services, CertificatesOptions options)
    {
        if (!options.Enabled) return;
        services.AddSingleton(static s =>
        {
            var (callback, options) = (s.GetRequiredService<CallbackOptions>(), s.GetRequiredService<CertificatesOptions>());
            return new CertificateRenewer(options, new CertificateFolder(callback.CertificateFile, callback.KeyFile, options.CaFile),
                s.GetRequiredService<TimeProvider>());
        });
        services.AddHostedService<RenewalService>();
    }

    private static void AddCallback(IServiceCollection services)
    {
        services.AddSingleton<CallbackHandler>();
        services.AddSingleton<CallbackEndpoint>();
    }

    private static void AddDiagnostics(IServiceCollection services)
    {
        services.AddSingleton<EngineHealth>();
        services.AddSingleton<IEngineHealth>(static s => s.GetRequiredService<EngineHealth>());
        services.AddHostedService<EngineStartReport>();
        services.AddHostedService<ReadinessReport>();
    }
}
