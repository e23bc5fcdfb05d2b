using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>A refusal that becomes a <c>Status</c> object.</summary>
internal sealed class ApiFailure(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["code"] = Code,
    };

    public static ApiFailure NotFound(string resource, string name) => new(404, "NotFound", $"{resource} \"{name}\" not found");

    public static ApiFailure NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource");

    public static ApiFailure BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiFailure Invalid(string message) => new(422, "Invalid", message);

    public static ApiFailure Conflict(string resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource} \"{name}\": {why}");

    public static ApiFailure Exists(string resource, string name) => new(409, "AlreadyExists", $"{resource} \"{name}\" already exists");

    public static ApiFailure Expired(string message) => new(410, "Expired", message);
}
