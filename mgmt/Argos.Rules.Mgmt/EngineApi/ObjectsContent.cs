using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argos.Rules.Mgmt.Projection;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>A whole collection, or one namespace of it, as a body, written as it is sent: it never exists as one text.</summary>
internal sealed class ObjectsContent : HttpContent
{
    private static readonly byte[] Close = "}"u8.ToArray();
    private readonly ProjectedObject[] _pods;
    private readonly bool _flat;

    /// <param name="pods">In order of their names.</param>
    /// <param name="flat">Whether they are members themselves, and not of namespaces.</param>
    public ObjectsContent(ProjectedObject[] pods, bool flat)
    {
        (_pods, _flat) = (pods, flat);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        // Not disposed: that would close the connection's stream under the client.
        var stream = new BufferedStream(target, 64 * 1024);
        string? current = null;
        var first = true;
        await stream.WriteAsync("{"u8.ToArray(), cancellationToken);
        foreach (var pod in _pods)
        {
            var name = pod.Name;
            // Objects without a namespace come first: their order is that of their names.
            var opening = !_flat && name.Namespace != (current ?? "");
            if (opening) await stream.WriteAsync(Member(name.Namespace, current is not null ? "}," : first ? "" : ",", ":{"), cancellationToken);
            await stream.WriteAsync(Member(name.Name, opening || first ? "" : ",", ":"), cancellationToken);
            await stream.WriteAsync(pod.Json, cancellationToken);
            if (opening) current = name.Namespace;
            first = false;
        }
        if (current is not null) await stream.WriteAsync(Close, cancellationToken);
        await stream.WriteAsync(Close, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static byte[] Member(string name, string before, string after) =>
        System.Text.Encoding.UTF8.GetBytes($"{before}\"{JsonEncodedText.Encode(name)}\"{after}");
}
