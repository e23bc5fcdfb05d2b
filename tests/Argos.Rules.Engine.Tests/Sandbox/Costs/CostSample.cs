using Argos.Rules.TestKit.Fuzz;

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
internal sealed record CostSample(string Member, Shape Shape, int Calls, long Steps, long Bytes, long Nanoseconds, long Allocated,
    bool Failed)
{
    // The allowances below are not measured but chosen: the largest with which the worst policy stays within its budget of 250 ms and
    // near its 16 MiB. What a policy can do with them is worked out beside each; programs that try it are in `CostProgramTests`.

    /// <summary>
    /// Of a run of 40 calls, once: the measurement's own. The code that calls by reflection is compiled in the runs before, and replaced
    /// by better code in this one. It hides at most 25 µs a call, which is of the size of the next allowance.
    /// </summary>
    private const int StartNanoseconds = 1_000_000;

    /// <summary>
    /// Of a call, for members that charge no step: reflection (0.2 µs), and what has a fixed price, such as reading a time or an address
    /// or printing a number (up to 5 µs, three times that on a slow machine). A text of 32 KiB has room for some 4,000 calls in a row,
    /// which is 60 ms. In a loop each turn is a step, and the clock is looked at after 256 of them, which is 4 ms.
    /// </summary>
    private const int CallNanoseconds = 15_000;

    /// <summary>
    /// Of a call, for members that charge no byte: the boxes of the call by reflection (24 to 60 bytes for each argument) and small
    /// results. 4,000 calls in a row come to 4 MB. A loop of 190,000 turns that keeps what it makes is among the programs of
    /// `CostProgramTests`: it stays within 64 MiB.
    /// </summary>
    private const int CallBytes = 1_000;

    /// <summary>
    /// The most processor time for a step: a policy that spends its 200,000 steps on nothing but the dearest member then takes 20 ms, well
    /// within its 250.
    /// </summary>
    private const int StepNanoseconds = 100;

    /// <summary>The most processor time for a byte: memory has to be cleared and collected. 16 MiB come to 34 ms.</summary>
    private const int ByteNanoseconds = 2;

    /// <summary>
    /// The most bytes for one that is charged: a list that doubles copies itself once in all, and what was copied from is garbage. 16 MiB
    /// come to 64.
    /// </summary>
    private const int ByteFactor = 4;

    /// <summary>
    /// Of the last call of an evaluation, which ends it: an exception with its trace of the stack, printed once. It cannot be repeated.
    /// </summary>
    private const int FailureNanoseconds = 20_000_000;

    /// <summary>The same in bytes: the symbols of the policy are read for the line of the failure.</summary>
    private const int FailureBytes = 4 << 20;

    /// <summary>
    /// What the processor time allowed is multiplied by. 1 in the long tests, which run alone. In the others, on a machine shared with
    /// anything, only what no machine explains fails: work that grows as a product while its charge grows as a sum is beyond it by far.
    /// </summary>
    private static readonly int Slack = FuzzRuns.IsLong ? 1 : 20;

    public long MaximumNanoseconds => Slack * (StartNanoseconds + (Failed ? FailureNanoseconds : 0) + (Calls * (long)CallNanoseconds)
        + (Steps * StepNanoseconds) + (Bytes * ByteNanoseconds));

    public long MaximumBytes => (Failed ? FailureBytes : 0) + (Calls * (long)CallBytes) + (Bytes * ByteFactor);

    public bool IsWithin => Nanoseconds <= MaximumNanoseconds && Allocated <= MaximumBytes;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(IsWithin ? "  " : "! ")}{Nanoseconds / Calls,12:N0} ns {Steps / Calls,10:N0} steps {Allocated / Calls,12:N0} B "
        + $"{Bytes / Calls,12:N0} B charged  {Shape,-9} {Member}");
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

    /// <summary>Collections of 1,000 pairs of such numbers.</summary>
    Pairs,

    /// <summary>Collections of 20 tuples that hold tuples that hold texts of 200,000 characters.</summary>
    Nested,

    /// <summary>Collections of 20 names of the language with 200,000 characters, which compare themselves.</summary>
    Names,

    /// <summary>
    /// Collections of 20 entries of dictionaries, whose keys have 200,000 characters and which are compared by reflection.
    /// </summary>
    Entries,

    /// <summary>Collections of 500 data values, each seen in one document.</summary>
    Values,
}
