using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Kubernetes.Requests;
using Argos.Rules.TestKit.Kubernetes.Verbs;
using Argos.Rules.TestKit.Kubernetes.Watching;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>
/// A Kubernetes API server in memory, over real HTTP: objects of any resource, pages, watches, tokens, and everything that
/// goes wrong with them on demand. Every request needs a known bearer token.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly FakeApiServerOptions _options;
    private readonly ObjectVerbs _objects;
    private readonly ListVerb _list;
    private readonly WatchVerb _watch;
    private readonly TokenVerbs _tokens;
    private TestAuthority? _authority;
    private IssuedCertificate? _certificate;
    private HttpHost? _host;
    private int _port;

    private FakeApiServer(FakeApiServerOptions options)
    {
        _options = options;
        _port = options.Port;
        _authority = options.Authority;
        _certificate = options.Authority?.Host();
        Mint = options.Mint ?? new TokenMint(options.Time);
        Objects = new ObjectStore(options.Time);
        _objects = new ObjectVerbs(Objects, options.Time);
        _list = new ListVerb(Objects);
        _watch = new WatchVerb(Objects, Faults, options);
        _tokens = new TokenVerbs(Objects, Mint, options.Time);
    }

    /// <summary>The objects: set the scene and look at the result here.</summary>
    public ObjectStore Objects { get; }

    /// <summary>What goes wrong.</summary>
    public InjectedFaults Faults { get; } = new();

    /// <summary>Who may come in.</summary>
    public BearerTokens Tokens { get; } = new();

    /// <summary>Every request so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Signs the service account tokens.</summary>
    public TokenMint Mint { get; }

    /// <summary>Its base address; stays the same when it stops and starts again.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The number of open watches.</summary>
    public int Watches => _watch.Count;

    /// <summary>Starts a server.</summary>
    public static async Task<FakeApiServer> StartAsync(FakeApiServerOptions? options, CancellationToken cancellationToken)
    {
        var server = new FakeApiServer(options ?? new FakeApiServerOptions());
        await server.ListenAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts a plain HTTP server on a free port.</summary>
    public static Task<FakeApiServer> StartAsync(CancellationToken cancellationToken) => StartAsync(null, cancellationToken);

    /// <summary>Listens again on the same port, with the same objects.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        var certificate = _certificate?.Certificate;
        _host = await HttpHost.StartAsync(HandleAsync, certificate is null ? null : tls => tls.ServerCertificate = certificate, _port, cancellationToken);
        _port = _host.Port;
        Url = _host.Url;
    }

    /// <summary>Stops listening, as if the API server were down.</summary>
    public async Task StopListeningAsync()
    {
        CutWatches();
        if (_host is not null) await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Starts again with a certificate of another authority, as after the rotation of the cluster's CA.</summary>
    public async Task ListenAsAsync(TestAuthority authority, CancellationToken cancellationToken)
    {
        await StopListeningAsync();
        _certificate?.Dispose();
        (_authority, _certificate) = (authority, authority.Host());
        await ListenAsync(cancellationToken);
    }

    /// <summary>Breaks the connection of every watch.</summary>
    public void CutWatches() => _watch.StopAll(WatchEnd.Cut);

    /// <summary>Ends every watch in good order, as after its time-out.</summary>
    public void EndWatches() => _watch.StopAll(WatchEnd.Complete);

    /// <summary>Ends every watch with an ERROR event of code 410, and forgets the history.</summary>
    public void ExpireWatches()
    {
        Objects.Compact();
        _watch.StopAll(WatchEnd.Expired);
    }

    /// <summary>Sends a bookmark on every watch that asked for bookmarks.</summary>
    public void SendBookmarks() => _watch.BookmarkAll();

    /// <summary>Sends any text on the watches of a resource, for example a line that is not JSON.</summary>
    public void SendRaw(ResourceKind resource, string line) => _watch.SendRaw(resource, line);

    /// <summary>Writes a kubeconfig for the administrator, or another token.</summary>
    public string WriteKubeconfig(string file, string token = FakeApiServerOptions.AdminToken, string @namespace = "default")
    {
        File.WriteAllText(file, Kubeconfig.Write(Url, _authority?.CertificatePem, token, @namespace));
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Faults.ReleaseWatches();
        await StopListeningAsync();
        _certificate?.Dispose();
        if (_options.Mint is null) Mint.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (ApiFailure failure)
        {
            await WriteAsync(context, new ApiResponse(failure.Code, failure.ToStatus().ToJsonString()));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = ResourcePath.Parse(context.Request.Path.Value ?? "/");
        var user = Tokens.UserOf(context.Request.Headers.Authorization);
        var recorded = await RequestReader.ReadAsync(context.Request, path, user, context.RequestAborted);
        Requests.Add(recorded);
        if (Faults.TakeFailure(recorded) is { } failure)
        {
            if (failure.RetryAfter is { } wait) context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw new ApiFailure((int)failure.Status, failure.Status.ToString(), "the server is currently unable to handle the request");
        }
        if (user is null) throw new ApiFailure(401, "Unauthorized", "Unauthorized");
        if (path is null)
        {
            await WriteAsync(context, PlainPaths.Answer(recorded, Mint, Url));
            return;
        }
        if (Faults.Denies(recorded)) throw Forbidden(recorded, path);
        var request = new ApiRequest(path, recorded);
        if (recorded.Verb == "watch") await _watch.RunAsync(request, context);
        else await WriteAsync(context, Answer(request));
    }

    private ApiResponse Answer(ApiRequest request) => (request.Recorded.Verb, request.Path) switch
    {
        ("create", { Resource.Plural: "serviceaccounts", SubResource: "token" }) => _tokens.Request(request),
        ("create", { Resource: { Group: "authentication.k8s.io", Plural: "tokenreviews" }, Name: null }) => _tokens.Review(request),
        ("get" or "update" or "patch", { Name: not null, SubResource: null or "status" }) => request.Recorded.Verb switch
        {
            "get" => _objects.Get(request),
            "update" => _objects.Update(request),
            _ => _objects.Patch(request),
        },
        ("delete", { Name: not null, SubResource: null }) => _objects.Delete(request),
        ("create", { Name: null }) => _objects.Create(request),
        ("list", _) => _list.List(request),
        ("deletecollection", _) => _list.DeleteAll(request),
        _ => throw new ApiFailure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
    };

    private static ApiFailure Forbidden(RecordedRequest request, ResourcePath path)
    {
        var name = path.Name is null ? "" : $" \"{path.Name}\"";
        var where = path.Namespace is null ? "at the cluster scope" : $"in the namespace \"{path.Namespace}\"";
        return new ApiFailure(403, "Forbidden",
            $"{path.Resource.Plural}{name} is forbidden: User \"{request.User}\" cannot {request.Verb} resource \"{path.RbacName}\" in API group \"{path.Resource.Group}\" {where}");
    }

    private Task WriteAsync(HttpContext context, ApiResponse answer) => ResponseWriter.WriteAsync(context, answer, _options.GzipThreshold);
}
