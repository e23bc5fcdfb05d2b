using System.Threading.Channels;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>An origin that keeps what it was asked for, and says what a test says.</summary>
internal sealed class RecordedOrigin : IOrigin
{
    private readonly Channel<DataPath> _asked = Channel.CreateUnbounded<DataPath>();

    public List<string> Asked { get; } = [];

    public Absences Absences { get; } = new();

    /// <summary>The number of the last question that was taken.</summary>
    public long Number { get; set; }

    /// <summary>The next question, as soon as there is one: a decision has looked, and waits.</summary>
    public Task NextAsync() => _asked.Reader.ReadAsync().AsTask();

    public Task AskAsync(DataPath path, CancellationToken cancellation)
    {
        Asked.Add(path.ToString());
        _asked.Writer.TryWrite(path);
        return Absences.WaitAsync(path, Number, cancellation);
    }
}
