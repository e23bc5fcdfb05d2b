using System.Security.Cryptography;

namespace Argos.Rules.Core.Sync;

/// <summary>This start of the engine: a new one knows nothing, so everything has to be pushed again.</summary>
internal sealed class EngineIdentity(TimeProvider time)
{
    public string Id { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();
}
