using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>Where items of one kind are written in an engine. A refusal is a value; that the engine cannot be asked is an exception.</summary>
internal interface IItemTarget
{
    /// <summary>Writes an item to an engine.</summary>
    Task<PushResult> PutAsync(string engineId, DesiredItem item, CancellationToken cancellationToken);

    /// <summary>Removes an id from an engine.</summary>
    Task<PushResult> DeleteAsync(string engineId, string id, CancellationToken cancellationToken);
}

/// <summary>The policies of an engine.</summary>
internal sealed class PolicyTarget(EngineClient client) : IItemTarget
{
    public Task<PushResult> PutAsync(string engineId, DesiredItem item, CancellationToken cancellationToken) =>
        client.PutPolicyAsync(engineId, item, cancellationToken);

    public Task<PushResult> DeleteAsync(string engineId, string id, CancellationToken cancellationToken) => client.DeletePolicyAsync(engineId, id, cancellationToken);
}

/// <summary>The documents of an engine.</summary>
internal sealed class DocumentTarget(EngineClient client) : IItemTarget
{
    public Task<PushResult> PutAsync(string engineId, DesiredItem item, CancellationToken cancellationToken) =>
        client.PutDocumentAsync(engineId, item, cancellationToken);

    public Task<PushResult> DeleteAsync(string engineId, string id, CancellationToken cancellationToken) => client.DeleteDocumentAsync(engineId, id, cancellationToken);
}
