using Argos.Rules.Cli.Playground.Sessions;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>
/// Lets nobody in but the browser that has followed the printed link, and of that none but this page: a name that somebody has made
/// point to this machine is refused by its Host, another page in the same browser by its Origin.
/// </summary>
/// <param name="port">Where the server listens.</param>
/// <param name="sessions">Who is let in.</param>
internal sealed class RequestGate(int port, SessionStore sessions)
{
    private const string TokenParameter = "token";
    private const string OriginHeader = "Origin";
    private const string UpgradeHeader = "Upgrade";

    // Without a script, and not by a redirect: only a page of this origin is sent on with its strict cookie, wherever the link was
    // followed. It brings its icon, so that no browser asks for one before it is let in.
    private const string EnterPage =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=/\"><title>Argos "
            + "playground</title><link rel=\"icon\" href=\"data:,\"><a href=\"/\">Open the playground</a></html>";

    private readonly string[] _hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];

    /// <summary>Ports of one machine share their cookies.</summary>
    private readonly string _cookie = $"argos-playground-{port}";

    /// <summary>A link was used up: there is another one for another browser.</summary>
    public Action? Entered { get; init; }

    /// <summary>Answers what is not let in, and the link.</summary>
    /// <returns>Whether the request goes on.</returns>
    public async Task<bool> AdmitAsync(HttpContext http)
    {
        var request = http.Request;
        if (!_hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return await RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, "this is not the address of the playground");
        if (!IsFromHere(request)) return await RefuseAsync(http, StatusCodes.Status403Forbidden, "another page may not ask the playground");
        if (HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query.TryGetValue(TokenParameter, out var token))
            return await EnterAsync(http, token.ToString());
        if (sessions.Knows(request.Cookies[_cookie])) return true;
        return await RefuseAsync(http, StatusCodes.Status401Unauthorized,
            "open the link that `argos playground` has printed; it lets one browser in, once");
    }

    private bool IsFromHere(HttpRequest request)
    {
        // A browser says of every request that changes something, and of every WebSocket, which page makes it.
        if (request.Headers.TryGetValue(OriginHeader, out var origin)) return origin == $"http://{request.Host.Value}";
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none" && request.Path != "/")
            return false;
        return HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey(UpgradeHeader);
    }

    private async Task<bool> EnterAsync(HttpContext http, string token)
    {
        if (sessions.Exchange(token) is not { } session)
            return await RefuseAsync(http, StatusCodes.Status403Forbidden,
                "this link has been used, or is not one; `argos playground` prints the next one");
        http.Response.Cookies.Append(_cookie, session,
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(EnterPage, http.RequestAborted);
        Entered?.Invoke();
        return false;
    }

    private static async Task<bool> RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(message + "\n", http.RequestAborted);
        return false;
    }
}
