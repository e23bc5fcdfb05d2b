namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>What a member took, and what a policy was charged for it.</summary>
/// <param name="Member">The member's key.</param>
/// <param name="Shape">What it was fed.</param>
/// <param name="Calls">How often it was called, all results kept.</param>
/// <param name="Steps">Steps charged.</param>
/// <param name="Bytes">Bytes charged.</param>
/// <param name="Nanoseconds">Processor time.</param>
/// <param name="Allocated">Bytes allocated.</param>
/// <param name="Failed">Whether it threw, which ends an evaluation.</param>
internal sealed record CostSample(string Member, Shape Shape, int Calls, long Steps, long Bytes, long Nanoseconds, long Allocated, bool Failed)
{
    /// <summary>What the code that calls by reflection takes to be compiled.</summary>
    private const int StartNanoseconds = 1_000_000;

    /// <summary>What a call takes: also one that charges no step. The text of a policy has room for some thousand of them.</summary>
    private const int CallNanoseconds = 15_000;
    private const int CallBytes = 1_000;

    /// <summary>
    /// The most processor time for a step: a policy that spends its 200,000 steps on nothing but the dearest member then takes 20 ms, well
    /// within its 250.
    /// </summary>
    private const int StepNanoseconds = 100;

    /// <summary>The most processor time for a byte: memory has to be cleared and collected.</summary>
    private const int ByteNanoseconds = 2;

    /// <summary>The most bytes for one that is charged; copies that are dropped at once count too.</summary>
    private const int ByteFactor = 4;

    /// <summary>What the last call of an evaluation may take: the message of a failure.</summary>
    private const int FailureNanoseconds = 20_000_000;
    private const int FailureBytes = 4 << 20;

    public long MostNanoseconds => StartNanoseconds + (Failed ? FailureNanoseconds : 0) + (Calls * (long)CallNanoseconds) + (Steps * StepNanoseconds) + (Bytes * ByteNanoseconds);

    public long MostBytes => (Failed ? FailureBytes : 0) + (Calls * (long)CallBytes) + (Bytes * ByteFactor);

    public bool IsWithin => Nanoseconds <= MostNanoseconds && Allocated <= MostBytes;

    public override string ToString() => FormattableString.Invariant(
        $"{(IsWithin ? "  " : "! ")}{Nanoseconds / Calls,12:N0} ns {Steps / Calls,10:N0} steps {Allocated / Calls,12:N0} B {Bytes / Calls,12:N0} B charged  {Shape,-9} {Member}");
}

/// <summary>What members are fed.</summary>
internal enum Shape
{
    /// <summary>Texts of 200,000 characters that differ at their end.</summary>
    Long,

    /// <summary>Collections of 20,000 short items.</summary>
    Many,

    /// <summary>Collections of 4,000 numbers with one hash.</summary>
    Colliding,
}
