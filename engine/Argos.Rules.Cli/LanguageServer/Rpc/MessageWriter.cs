using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>Writes messages in the form of the protocol, one after the other.</summary>
/// <param name="transport">Carries them.</param>
/// <param name="json">How what they hold is written.</param>
internal sealed class MessageWriter(IMessageTransport transport, JsonSerializerContext json) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public Task RespondAsync(JsonElement id, object? result, CancellationToken cancellation) =>
        SendAsync(writer =>
        {
            writer.WritePropertyName("id");
            id.WriteTo(writer);
            writer.WritePropertyName("result");
            Write(writer, result);
        }, cancellation);

    /// <summary>Says that a request failed.</summary>
    /// <param name="id">The request's; <see langword="null"/> when it could not be read.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task RefuseAsync(JsonElement? id, RpcException problem, CancellationToken cancellation) =>
        SendAsync(writer =>
        {
            writer.WritePropertyName("id");
            if (id is { } known) known.WriteTo(writer);
            else writer.WriteNullValue();
            writer.WriteStartObject("error");
            writer.WriteNumber("code", problem.Code);
            writer.WriteString("message", problem.Message);
            writer.WriteEndObject();
        }, cancellation);

    public Task NotifyAsync(string method, object parameters, CancellationToken cancellation) =>
        SendAsync(writer =>
        {
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            Write(writer, parameters);
        }, cancellation);

    public void Dispose() => _turn.Dispose();

    private void Write(Utf8JsonWriter writer, object? value)
    {
        if (value is null) writer.WriteNullValue();
        else JsonSerializer.Serialize(writer, value, value.GetType(), json);
    }

    private async Task SendAsync(Action<Utf8JsonWriter> body, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            body(writer);
            writer.WriteEndObject();
        }
        await _turn.WaitAsync(cancellation);
        try
        {
            // Whole or not at all: behind half a message the editor would find no other one.
            await transport.SendAsync(buffer.WrittenMemory);
        }
        finally
        {
            _turn.Release();
        }
    }
}
