using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// Says by which listener a connection came. It is put on the connection when it is accepted, so nothing that a client sends can change
/// it; a request without it is served nothing.
/// </summary>
internal sealed class ListenerTag
{
    private static readonly ListenerTag[] All = [.. Enum.GetValues<ListenerKind>().Select(static kind => new ListenerTag(kind))];

    private ListenerTag(ListenerKind kind) => Kind = kind;

    public ListenerKind Kind { get; }

    /// <summary>Tags every connection of a listener.</summary>
    public static void Put(ListenOptions listener, ListenerKind kind) => listener.Use(next => connection =>
    {
        connection.Features.Set(All[(int)kind]);
        return next(connection);
    });

    /// <summary>Whether a request came by a listener.</summary>
    public static bool Is(HttpContext http, ListenerKind kind) => http.Features.Get<ListenerTag>() is { } tag && tag.Kind == kind;
}
