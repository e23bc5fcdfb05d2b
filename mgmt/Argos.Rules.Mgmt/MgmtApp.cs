using System.Net;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Logging;
using Argos.Rules.Hosting.Otlp;
using Argos.Rules.Mgmt.Configuration;
using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.Mgmt.Kubernetes.Proxies;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.TokenReviews;
using Argos.Rules.Mgmt.Watching;
using Microsoft.AspNetCore.Hosting.Server;

namespace Argos.Rules.Mgmt;

/// <summary>Puts the components together.</summary>
internal static class MgmtApp
{
    public static WebApplication Build(MgmtOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "argos-mgmt" });
        AddLogging(builder.Logging, options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Of both families, and of IPv4 alone where the machine has no IPv6.
            if (options.Diagnostics.Listen.Address.Equals(IPAddress.IPv6Any)) kestrel.ListenAnyIP(options.Diagnostics.Listen.Port);
            else kestrel.Listen(options.Diagnostics.Listen);
            if (options.Review.Listen is { } reviews) kestrel.Listen(reviews, static listen => listen.Use(static next => connection =>
            {
                connection.Features.Set(ReviewListener.Instance);
                return next(connection);
            }));
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(time).AddSingleton<MgmtMetrics>();
        // Before all that it reports, so that it stops after it.
        if (options.Otlp.Enabled)
        {
            builder.Services.AddHostedService(provider => new OtlpExport(
                options.Otlp, Metrics(provider), provider.GetRequiredService<SyncHealth>(), View(provider), Time(provider), Logger<OtlpExport>(provider)));
        }
        AddSource(builder.Services, options);
        AddSync(builder.Services, options);
        AddStatus(builder.Services, options);
        builder.Services.AddHostedService(provider =>
            new MgmtStartReport(provider.GetRequiredService<IServer>(), Origin(provider, options.Source),
            Logger<MgmtStartReport>(provider)));
        builder.Services.AddHostedService(static provider => new ReadinessReport(provider.GetRequiredService<SyncHealth>(), View(provider), Time(provider), Logger<ReadinessReport>(provider)));
        var app = builder.Build();
        app.UseRouting();
        app.MapDiagnostics();
        if (options.Review.Listen is not null && options.Source.Kind == "kubernetes") app.MapPost(ReviewEndpoint.Path, app.Services.GetRequiredService<ReviewEndpoint>().HandleAsync);
        return app;
    }

    /// <summary>Where the set comes from, for the log.</summary>
    private static string Origin(IServiceProvider provider, SourceOptions source)
    {
        if (source.Kind == "directory") return $"directory {source.Directory}";
        var access = provider.GetRequiredService<ClusterAccess>();
        var maps = source.Namespaces.IsEmpty ? access.Namespace : string.Join(", ", source.Namespaces);
        return $"Kubernetes at {access.Server}, ConfigMaps of {maps}, pods of {(source.PodNamespaces.IsEmpty ? "all namespaces" : string.Join(", ", source.PodNamespaces))}";
    }

    private static void AddLogging(ILoggingBuilder logging, MgmtOptions options)
    {
        logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning);
        logging.ClearProviders();
        LogLines.Configure(logging, json: true);
        if (options.Otlp is { Enabled: true, Logs: true }) new OtlpSender(options.Otlp.Target()).Logs(logging);
    }

    private static void AddSource(IServiceCollection services, MgmtOptions options)
    {
        if (options.Source.Kind == "directory")
        {
            services.AddSingleton(provider => new DirectorySource(options.Source, new RegularFiles(), Time(provider), Logger<DirectorySource>(provider)));
            services.AddHostedService(static provider => provider.GetRequiredService<DirectorySource>());
            services.AddSingleton(static provider => provider.GetRequiredService<DirectorySource>().View);
            return;
        }
        var access = Access(options.Source);
        services.AddSingleton(access);
        services.AddSingleton(provider => new ApiClient(ClusterHttp.Create(access, options.Source.Gzip), Time(provider)));
        services.AddSingleton(provider => new KubernetesSource(
            (options.Source, options.Keys), access.Namespace, provider.GetRequiredService<ApiClient>(), Time(provider), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new ReviewEndpoint(provider.GetRequiredService<ApiClient>(), options.Review, Logger<ReviewEndpoint>(provider)));
        services.AddHostedService(static provider => provider.GetRequiredService<KubernetesSource>());
        services.AddSingleton(static provider => provider.GetRequiredService<KubernetesSource>().View);
    }

    /// <summary>Where the cluster is, and who asks it.</summary>
    /// <exception cref="ClusterConfigException">There is nothing that says so, or it cannot be read.</exception>
    internal static ClusterAccess Access(SourceOptions source)
    {
        var list = Environment.GetEnvironmentVariable("KUBECONFIG") ?? "";
        var access = source.Kubeconfig.Length > 0 ? KubeConfigReader.ReadFile(source.Kubeconfig, source.Context)
            : list.Length > 0 ? KubeConfigReader.ReadList(list, source.Context)
            : InClusterAccess.Read(InClusterAccess.Folder, Environment.GetEnvironmentVariable);
        return access.Proxy is null ? access with { Proxy = EnvironmentProxy.For(access.Server, Environment.GetEnvironmentVariable) } : access;
    }

    private static void AddSync(IServiceCollection services, MgmtOptions options)
    {
        services.AddSingleton<EngineSession>();
        services.AddSingleton(provider => new SyncHealth(options.Sync, Time(provider)));
        services.AddSingleton(provider =>
        {
            var http = new HttpClient(new OutgoingHttp { ConnectTimeout = TimeSpan.FromSeconds(2) }.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
            return new EngineClient(new EngineTransport(http, options.Engine, options.Sync.Source, Time(provider)), options.Engine, options.Sync.Source);
        });
        services.AddSingleton(static provider => new EngineSync(
            provider.GetRequiredService<EngineClient>(), View(provider), provider.GetRequiredService<EngineSession>(), provider.GetRequiredService<SyncHealth>(), Metrics(provider), (Time(provider), Logger<EngineSync>(provider))));
        services.AddHostedService(static provider => new FetchRequestLoop(
            provider.GetRequiredService<EngineClient>(), View(provider), provider.GetRequiredService<EngineSession>(), Time(provider),
            Logger<FetchRequestLoop>(provider)));
        services.AddHostedService(static provider => new AbsenceLoop(provider.GetRequiredService<EngineClient>(), View(provider), Logger<AbsenceLoop>(provider)));
        services.AddHostedService(provider => new SyncLoop(
            provider.GetRequiredService<EngineSync>(), View(provider), options.Sync, Metrics(provider), (Time(provider), Logger<SyncLoop>(provider))));
    }

    private static void AddStatus(IServiceCollection services, MgmtOptions options) =>
        services.AddHostedService(provider => new StatusReporter(
            provider.GetRequiredService<SyncHealth>(), View(provider), Writer(provider, options), Time(provider),
            Logger<StatusReporter>(provider)));

    private static StatusWriter? Writer(IServiceProvider provider, MgmtOptions options)
    {
        if (options.Status.Mode == "off" || provider.GetService<ApiClient>() is not { } api) return null;
        var (pods, home, replica) = (View(provider).Pods, provider.GetRequiredService<ClusterAccess>().Namespace, options.Status.Replica);
        bool Exists(string name) => pods.Any(store => store.Find(new ObjectName(home, name)) is not null);
        // Only who sees itself among the pods may conclude that another replica is gone.
        return new StatusWriter(api, replica, other => Exists(replica) && !Exists(other), Metrics(provider), (Time(provider), Logger<StatusWriter>(provider)));
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ClusterView View(IServiceProvider provider) => provider.GetRequiredService<ClusterView>();

    private static MgmtMetrics Metrics(IServiceProvider provider) => provider.GetRequiredService<MgmtMetrics>();

    private static ILogger<T> Logger<T>(IServiceProvider provider) => provider.GetRequiredService<ILogger<T>>();
}
