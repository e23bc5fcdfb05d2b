using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Management;

/// <summary>Decisions by way of the management API: <c>/v1/data/argos/decision</c> and <c>/v1/dryrun</c>.</summary>
/// <param name="decide">Decides and records: confirmation, operation, caller.</param>
/// <param name="dryRun">Decides without storing anything; an answer or an error.</param>
/// <param name="options">The limits.</param>
internal sealed class DecisionEndpoints(
    Func<InstanceConfirmation, InstanceOperation, string, CancellationToken, Task<Decision>> decide,
    Func<DryRunRequest, CancellationToken, Task<(DryRunAnswer? Answer, ErrorBody? Error)>> dryRun,
    ManagementOptions options)
{
    private const string Caller = "management";

    public async Task<Answer> DecideAsync(ManagementCall call)
    {
        using var span = Traces.Decision(call.Http.Request, operation: null);
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Answer.BadRequest(problem);
        using (document)
        {
            if (KnownMembers.DecisionProblem(document.RootElement) is { } unknown) return Answer.BadRequest(unknown);
            if (!TryRead(document.RootElement, out var confirmation, out var operation, out problem)) return Answer.BadRequest(problem);
            return Answered(await decide(confirmation, operation, Caller, call.Cancellation));
        }
    }

    public async Task<Answer> DryRunAsync(ManagementCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Answer.BadRequest(problem);
        using (document)
        {
            if (KnownMembers.DryRunProblem(document.RootElement) is { } unknown) return Answer.BadRequest(unknown);
            if (Read(document.RootElement, out problem) is not { } request) return Answer.BadRequest(problem);
            var (answer, error) = await dryRun(request, call.Cancellation);
            return answer is not null
                ? Answer.Ok(answer, ContractsJson.Default.DryRunAnswer)
                : Answer.Of(StatusCodes.Status400BadRequest, error ?? new ErrorBody(ErrorCodes.InvalidParameter, "the dry run has no result"), ContractsJson.Default.ErrorBody);
        }
    }

    private static Answer Answered(Decision decision) => Answer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("decision_id"u8, decision.Id);
        writer.WritePropertyName("result"u8);
        JsonSerializer.Serialize(writer, decision, ContractsJson.Default.Decision);
        writer.WriteEndObject();
    });

    private static bool TryRead(JsonElement body, out InstanceConfirmation confirmation, out InstanceOperation operation, out string problem)
    {
        confirmation = null!;
        operation = InstanceOperation.Register;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("input", out var input))
        {
            problem = "the body must be an object with `input`, the confirmation";
            return false;
        }
        if (body.TryGetProperty("operation", out var named))
        {
            var known = named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            if (known is not ("register" or "refresh"))
            {
                problem = "`operation` must be `register` or `refresh`";
                return false;
            }
            operation = known == "refresh" ? InstanceOperation.Refresh : InstanceOperation.Register;
        }
        if (InstanceConfirmationJson.TryRead(input, out var read, out var wrong)) confirmation = read;
        problem = wrong is null ? "" : $"`input`: {wrong}";
        return wrong is null;
    }

    private static DryRunRequest? Read(JsonElement body, out string problem)
    {
        try
        {
            var request = body.Deserialize(ContractsJson.Default.DryRunRequest);
            problem = "the body must be an object with `input`, the confirmation";
            return request is { Input.ValueKind: not JsonValueKind.Undefined } ? request : null;
        }
        catch (JsonException e)
        {
            problem = e.Path is { Length: > 1 } path ? $"`{path}` of the body is not of the expected type" : "the body is no dry run: `input`, the confirmation, is needed";
            return null;
        }
    }
}
