using System.Net;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.LanguageServer;
using Argos.Rules.Cli.Playground.Examples;
using Argos.Rules.Cli.Playground.Language;
using Argos.Rules.Cli.Playground.Running;
using Argos.Rules.Cli.Playground.Sessions;
using Argos.Rules.Cli.Terminals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>The playground on the loopback address.</summary>
internal sealed class PlaygroundServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly SessionStore _sessions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunSlots _slots;
    private readonly RunFolders _folders;
    private readonly LanguageServices _services;
    private readonly PlaygroundCompiler _compiler;
    private readonly Terminal _terminal;
    private readonly EngineClient? _engine;
    private RequestGate? _gate;
    private bool _isDisposed;

    private PlaygroundServer(PlaygroundSettings settings, Terminal terminal)
    {
        _terminal = terminal;
        _slots = new RunSlots(PlaygroundLimits.Runs, PlaygroundLimits.WaitingRuns, PlaygroundLimits.WaitTime, terminal.Time);
        _folders = RunFolders.Create(Path.GetTempPath());
        _services = new LanguageServices(terminal.Time);
        _compiler = new PlaygroundCompiler(terminal, _services.Compiler);
        _engine = settings.Engine is null ? null : new EngineClient(settings.Engine, settings.Token);
        _web = Build(settings.Port);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The link that lets the next browser in.</summary>
    public string Link => $"{Address}?token={_sessions.Link}";

    /// <summary>A signal asks the program to end. The server takes these signals from everybody else, and does not end by itself.</summary>
    public CancellationToken Ending => _web.Lifetime.ApplicationStopping;

    /// <summary>Below which the runs write.</summary>
    public string Folder => _folders.Root;

    /// <summary>Starts it.</summary>
    /// <exception cref="UsageException">The policy to begin with cannot be read.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PlaygroundServer> StartAsync(PlaygroundSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        var own = settings.Path is null ? null : OwnProject.Read(settings.Path, terminal);
        var server = new PlaygroundServer(settings, terminal);
        try
        {
            await server.StartAsync(settings, own, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stopping.CancelAsync();
        // Before anything that takes time: whoever sent the signal may not wait long.
        _folders.Dispose();
        await StopAsync();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
        _engine?.Dispose();
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(PlaygroundLimits.StopTime);
        try
        {
            await _web.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What has not ended by now is cut off.
        }
    }

    private static WebApplication Build(int port)
    {
        // Empty: nothing is served, logged or configured that is not said here.
        var builder =
            WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "argos", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = PlaygroundLimits.BodyBytes;
            kestrel.Limits.MaxConcurrentConnections = PlaygroundLimits.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 2 * PlaygroundLimits.LanguageServers;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(IPAddress.Loopback, port, static listener => listener.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private async Task StartAsync(PlaygroundSettings settings, Project? own, CancellationToken cancellation)
    {
        var files = new WebFiles();
        var api = new PlaygroundApi(new PlaygroundCalls(_slots, _compiler, _folders, _stopping.Token), settings, own, _engine);
        var languages = new LanguageSockets(_services, _stopping.Token);
        _web.UseWebSockets(
            new WebSocketOptions { KeepAliveInterval = PlaygroundLimits.KeepAlive, KeepAliveTimeout = PlaygroundLimits.KeepAlive });
        _web.Run(http => ServeAsync(http, files, api, languages));
        // The port is known only when it listens, and nobody knows the link before.
        await _web.StartAsync(cancellation);
        Address = new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Volatile.Write(ref _gate,
            new RequestGate(Address.Port, _sessions) { Entered = () => _terminal.Error.WriteLine($"for another browser: {Link}") });
    }

    private async Task ServeAsync(HttpContext http, WebFiles files, PlaygroundApi api, LanguageSockets languages)
    {
        SecurityHeaders.Put(http.Response);
        if (Volatile.Read(ref _gate) is not { } gate)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        try
        {
            if (!await gate.AdmitAsync(http)) return;
            if (HttpMethods.IsGet(http.Request.Method) && await files.TryWriteAsync(http)) return;
            await (http.Request.Path == LanguageSockets.Path ? languages.HandleAsync(http) : api.HandleAsync(http));
        }
        catch (Exception problem) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            var failure = PlaygroundFailure.Of(problem);
            // Where to look is said to the person who started it; the message of the exception may quote a text, and is not.
            if (failure.Status == StatusCodes.Status500InternalServerError)
                await _terminal.Error.WriteLineAsync($"a request failed: {problem.GetType()}{Environment.NewLine}{problem.StackTrace}");
            await PlaygroundCalls.ProblemAsync(http, failure.Status, failure.Message);
        }
    }
}
