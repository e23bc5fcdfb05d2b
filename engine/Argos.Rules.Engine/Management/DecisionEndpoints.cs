using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Management;

/// <summary>Decisions by way of the management API: <c>/v1/data/argos/decision</c> and <c>/v1/dryrun</c>.</summary>
/// <param name="decisions">Decides and records.</param>
/// <param name="dryRuns">Decides without storing anything.</param>
/// <param name="options">The limits.</param>
internal sealed class DecisionEndpoints(IDecisionService decisions, IDryRunner dryRuns, ManagementOptions options)
{
    private const string Caller = "management";

    public async Task<Response> DecideAsync(ManagementCall call)
    {
        using var span = Traces.Decision(call.Http.Request, operation: null);
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Response.BadRequest(problem);
        using (document)
        {
            if (KnownMembers.DecisionProblem(document.RootElement) is { } unknown) return Response.BadRequest(unknown);
            if (!TryRead(document.RootElement, out var confirmation, out var operation, out problem)) return Response.BadRequest(problem);
            return Answered(await decisions.DecideAsync(confirmation, operation, Caller, call.Cancellation));
        }
    }

    public async Task<Response> DryRunAsync(ManagementCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Response.BadRequest(problem);
        using (document)
        {
            if (KnownMembers.DryRunProblem(document.RootElement) is { } unknown) return Response.BadRequest(unknown);
            if (Read(document.RootElement, out problem) is not { } request) return Response.BadRequest(problem);
            var result = await dryRuns.RunAsync(request, call.Cancellation);
            return result.Answer is { } answer
                ? Response.Ok(answer, ContractsJson.Default.DryRunResponse)
                : Response.Of(StatusCodes.Status400BadRequest, result.Error
                    ?? new ErrorBody(ErrorCodes.InvalidParameter, "the dry run has no result"), ContractsJson.Default.ErrorBody);
        }
    }

    private static Response Answered(Decision decision) => Response.Ok(writer =>
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
            problem = e.Path is { Length: > 1 } path
                ? $"`{path}` of the body is not of the expected type"
                : "the body is not a dry run: `input`, the confirmation, is needed";
            return null;
        }
    }
}
