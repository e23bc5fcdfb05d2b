using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Decisions;
using Argos.Rules.Engine.Sync;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>An origin that keeps what it was asked for, and says what a test says.</summary>
internal sealed class RecordedOrigin : IOrigin
{
    public List<string> Wanted { get; } = [];

    public Absences Absences { get; } = new();

    /// <summary>The number of the last question that was taken.</summary>
    public long Asked { get; set; }

    public Task AskAsync(DataPath path, CancellationToken cancellation)
    {
        Wanted.Add(path.ToString());
        return Absences.WaitAsync(path, Asked, cancellation);
    }
}
