using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Callback;

/// <summary>
/// Writes answers as ZTS reads them. Of a refusal ZTS copies the body into the agent's error, so it is one short line of codes; of a
/// grant it takes exactly the fields of a confirmation, and hands attributes it does not know to the agent.
/// </summary>
internal static class CallbackResponse
{
    /// <summary>Answers a decision.</summary>
    /// <param name="response">The response.</param>
    /// <param name="confirmation">What was asked.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="status">Its status.</param>
    /// <param name="cancellation">The caller has gone.</param>
    public static Task WriteAsync(HttpResponse response, InstanceConfirmation confirmation, Decision decision, int status, CancellationToken cancellation)
    {
        if (decision.Outcome != DecisionOutcome.Allowed || status != StatusCodes.Status200OK) return RefuseAsync(response, decision, status, cancellation);
        response.Headers[Headers.DecisionId] = decision.Id;
        return SendAsync(response, StatusCodes.Status200OK, json =>
        {
            json.WriteString("provider", confirmation.Provider);
            json.WriteString("domain", confirmation.Domain);
            json.WriteString("service", confirmation.Service);
            json.WriteStartObject("attributes");
            foreach (var (name, value) in decision.Attributes) json.WriteString(name, value);
            json.WriteEndObject();
        }, cancellation);
    }

    /// <summary>Answers a denial or "cannot tell".</summary>
    public static Task RefuseAsync(HttpResponse response, Decision decision, int status, CancellationToken cancellation)
    {
        response.Headers[Headers.DecisionId] = decision.Id;
        var verdict = decision.Outcome == DecisionOutcome.Denied ? "denied" : "cannot decide";
        // Never the status of a grant, whatever the decision says.
        if (status == StatusCodes.Status200OK) status = StatusCodes.Status504GatewayTimeout;
        return ErrorAsync(response, status, $"{verdict}: {string.Join(", ", decision.Codes)} (decision {decision.Id})", cancellation);
    }

    /// <summary>Answers <c>{"code","message"}</c>.</summary>
    public static Task ErrorAsync(HttpResponse response, int status, string message, CancellationToken cancellation) =>
        SendAsync(response, status, json =>
        {
            json.WriteNumber("code", status);
            json.WriteString("message", message);
        }, cancellation);

    private static async Task SendAsync(HttpResponse response, int status, Action<Utf8JsonWriter> members, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, cancellation);
    }
}
