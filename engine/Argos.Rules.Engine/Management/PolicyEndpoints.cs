using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit.Changes;
using Argos.Rules.Engine.Management.Journal;
using Microsoft.Net.Http.Headers;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/policies/{id}</c>. A text that does not compile, or whose tests fail, changes nothing: the last good version stays in force.</summary>
/// <param name="store">Where policies are put into force.</param>
/// <param name="registry">Learns when somebody changes a source's policy.</param>
/// <param name="activator">Compiles and loads.</param>
/// <param name="gate">Tries a policy out before it is loaded.</param>
/// <param name="limits">How many policies there may be.</param>
/// <param name="journal">Records what becomes of them.</param>
/// <param name="options">The limits of a request.</param>
internal sealed class PolicyEndpoints(
    SnapshotStore store,
    SyncRegistry registry,
    IPolicyActivator activator,
    AdmissionGate gate,
    PolicyLimits limits,
    PolicyJournal journal,
    ManagementOptions options)
{
    // Without it the slower of two compilations would win, not the later of two writes.
    private readonly KeyedLock _order = new();

    /// <summary>One policy, or all of them without an id.</summary>
    public Task<Response> GetAsync(ManagementCall call)
    {
        var id = Id(call);
        var policies = store.Current.Policies;
        if (id.Length == 0) return Task.FromResult(Response.Ok(writer => WriteAll(writer, policies)));
        var answer = policies.Find(id) is { } policy ? Response.Ok(writer => WriteOne(writer, policy)) : Unknown(id);
        return Task.FromResult(answer);
    }

    public async Task<Response> PutAsync(ManagementCall call)
    {
        var id = Id(call);
        if (id.Length == 0) return Response.BadRequest("the policy needs an id: `/v1/policies/<id>`");
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!Utf8.IsValid(bytes.Written.Span)) return Response.BadRequest("the policy is not valid UTF-8");
        // Any other type is the bare text, as OPA's callers send it.
        var isJson = MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        if ((isJson ? ReadJson(bytes.Written) : new PolicyText(Encoding.UTF8.GetString(bytes.Written.Span))) is not { } text)
            return Response.BadRequest(
                "the body is not a policy: send its text as `text/plain`, or `{\"source\": \"...\", \"tests\": \"...\"}` as "
                + "`application/json`");
        return await _order.RunAsync(id, () => PutAsync(id, text, call), call.Http.RequestAborted);
    }

    public Task<Response> DeleteAsync(ManagementCall call)
    {
        var id = Id(call);
        return _order.RunAsync(id, () => Task.FromResult(Remove(call, id)), call.Http.RequestAborted);
    }

    private static PolicyText? ReadJson(ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryParse(body, out var document, out _)) return null;
        using (document)
        {
            try
            {
                return document.RootElement.Deserialize(ContractsJson.Default.PolicyText) is { Source: not null } text ? text : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private async Task<Response> PutAsync(string id, PolicyText text, ManagementCall call)
    {
        if (store.Current.Policies.Find(id) is { } current && (current.Source, current.Tests) == (text.Source, text.Tests))
        {
            // Without a source it is a person, who takes nothing over by sending what is there.
            return call.Source is null || current.Owner == call.Source
                ? Response.EmptyObject
                : PutIntoForce(call, current with { Owner = call.Source });
        }
        var result = await activator.PrepareAsync(id, text.Source, call.Source, call.Cancellation);
        if (result.Policy is not { } candidate) return Refused(RefusalStages.Compile, "it has errors", result.Diagnostics);
        // INVARIANT: what has not passed its trial is not loaded here.
        var failures = await gate.CheckAsync(candidate, text.Tests, call.Cancellation);
        if (!failures.IsEmpty) return Refused(RefusalStages.Tests, "its tests do not pass", failures);
        var entered = activator.Enter(candidate);
        if (entered.Policy is not { } policy) return Refused(RefusalStages.Load, "it cannot be loaded", entered.Diagnostics);
        return PutIntoForce(call, policy with { Tests = text.Tests });

        Response Refused(string stage, string why, ImmutableArray<Diagnostic> errors) => Refuse(call, id, text, stage, why, errors);
    }

    private Response PutIntoForce(ManagementCall call, ActivePolicy policy)
    {
        Diagnostic? problem = null;
        ActivePolicy? before = null;
        // INVARIANT: counted while nobody else can add one.
        Change(call, policy.Id, policies =>
        {
            before = policies.Find(policy.Id);
            problem = limits.Problem(policies, policy);
            return problem is null ? policies.With(policy) : policies;
        });
        if (problem is not null) return Refuse(call, policy.Id, new PolicyText(policy.Source, policy.Tests), RefusalStages.Limits, "there is no room for it", [problem]);
        journal.Activated(call, before, policy);
        return Response.EmptyObject;
    }

    private Response Remove(ManagementCall call, string id)
    {
        ActivePolicy? before = null;
        if (!Change(call, id, policies => (before = policies.Find(id)) is null ? policies : policies.Without(id))) return Unknown(id);
        journal.Removed(call, before!);
        return Response.EmptyObject;
    }

    private Response Refuse(ManagementCall call, string id, PolicyText text, string stage, string why, ImmutableArray<Diagnostic> errors)
    {
        journal.Refused(call, id, text, stage, errors);
        return Response.Error(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter,
            $"the policy `{id}` is not put into force: {why}", errors);
    }

    private bool Change(ManagementCall call, string id, Func<PolicySet, PolicySet> edit)
    {
        return store.ChangePolicies(policies =>
        {
            var edited = edit(policies);
            if (!ReferenceEquals(edited, policies) && policies.Find(id) is { } before) registry.Invalidate(call.Source, before);
            return edited;
        });
    }

    private static string Id(ManagementCall call) => Uri.UnescapeDataString(call.Rest);

    private static Response Unknown(string id) => Response.NotFound($"there is no policy `{id}`");

    private static void WriteAll(Utf8JsonWriter writer, PolicySet policies)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("result"u8);
        foreach (var policy in policies.All) Write(writer, policy);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter writer, ActivePolicy policy)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("result"u8);
        Write(writer, policy);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ActivePolicy policy)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, policy.Id);
        writer.WriteString("raw"u8, policy.Source);
        if (policy.Tests is not null) writer.WriteString("tests"u8, policy.Tests);
        writer.WriteEndObject();
    }
}
