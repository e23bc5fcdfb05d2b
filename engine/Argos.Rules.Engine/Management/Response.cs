using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Management;

/// <summary>What an endpoint answers, before it becomes bytes.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Writes the JSON body; nothing for an answer without one.</param>
internal sealed record Response(int Status, Action<Utf8JsonWriter>? Body = null)
{
    /// <summary>The methods to name in a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>The endpoint has written the response itself.</summary>
    public static Response Sent { get; } = new(0);

    public static Response NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static Response NotModified { get; } = new(StatusCodes.Status304NotModified);

    /// <summary>OPA's answer to a policy that was written or removed, and to a read of nothing: <c>{}</c>.</summary>
    public static Response EmptyObject { get; } = Ok(static writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    public static Response Ok(Action<Utf8JsonWriter> body) => new(StatusCodes.Status200OK, body);

    public static Response Ok<T>(T value, JsonTypeInfo<T> type) => Of(StatusCodes.Status200OK, value, type);

    public static Response Of<T>(int status, T value, JsonTypeInfo<T> type) =>
        new(status, writer => JsonSerializer.Serialize(writer, value, type));

    public static Response Error(int status, string code, string message, ImmutableArray<Diagnostic>? errors = null) =>
        Of(status, new ErrorBody(code, message, errors), ContractsJson.Default.ErrorBody);

    public static Response BadRequest(string message) => Error(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, message);

    public static Response NotFound(string message) => Error(StatusCodes.Status404NotFound, ErrorCodes.NotFound, message);

    public static Response TooLarge(int limit) =>
        Error(StatusCodes.Status413PayloadTooLarge, ErrorCodes.InvalidParameter, $"the body is larger than {limit} bytes");
}
