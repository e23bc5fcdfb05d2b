using System.Diagnostics;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Sandbox.Purity;

/// <summary>The same input, the same answer: no member depends on the process, its zone, its language or the day.</summary>
[Category("Long")]
internal sealed class PurityTests
{
    /// <summary>What takes a type of its own that no sample has.</summary>
    private const int MaximumNotCalled = 12;

    /// <summary>Shifts the clock of a process; Debian's package `faketime`.</summary>
    private static readonly string? ShiftedClock = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).FirstOrDefault()
        : null;

    [Test]
    public void Every_listed_member_gives_the_same_in_two_processes() => Compare(Elsewhere([], out _));

    [Test]
    public void Every_listed_member_gives_the_same_on_two_days()
    {
        if (ShiftedClock is null) Assert.Ignore("there is no libfaketime to shift a process's clock with");

        var there = Elsewhere([("LD_PRELOAD", ShiftedClock), ("FAKETIME", "+100d"), ("DONT_FAKE_MONOTONIC", "1")], out var day);

        var expected = TimeProvider.System.GetUtcNow().AddDays(100);
        Assert.That(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Is.AnyOf(DateOnly.FromDateTime(expected.Date), DateOnly.FromDateTime(expected.Date.AddDays(-1))));
        Compare(there);
    }

    private static void Compare(string[] there)
    {
        var probe = new PurityProbe();
        var here = probe.Lines().ToArray();

        Assert.That(here, Has.Length.GreaterThan(2000));
        Assert.That(probe.NotCalled.ToArray(), Has.Length.LessThanOrEqualTo(MaximumNotCalled), string.Join('\n', probe.NotCalled));
        Assert.That(there.Except(here), Is.Empty);
        Assert.That(here.Except(there), Is.Empty);
    }

    [TestCase("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.0000000+00:00")]
    [TestCase("2026-03-01T12:00:00.25-05:30", "2026-03-01T12:00:00.2500000-05:30")]
    [TestCase("2026-03-01T12:00:00.123456Z", "2026-03-01T12:00:00.1234560+00:00")]
    [TestCase("00:00", null)]
    [TestCase("00:00Z", null)]
    [TestCase("March 1", null)]
    [TestCase("2026-03-01", null)]
    [TestCase("2026-03-01T12:00:00", null)]
    [TestCase("2026-03-01 12:00:00Z", null)]
    [TestCase("2026-03-01T12:00Z", null)]
    [TestCase("2026-03-01T12:00:00+1:00", null)]
    [TestCase("2026-02-30T12:00:00Z", null)]
    [TestCase(" 2026-03-01T12:00:00Z", null)]
    [TestCase("T12:00:00.0000000000000Z", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Time_is_read_when_it_says_all(string? text, string? expected)
    {
        var read = ExactTime.TryParse(text, out var time) ? time.ToString("o", System.Globalization.CultureInfo.InvariantCulture) : null;

        Assert.That(read, Is.EqualTo(expected));
    }

    [TestCase("00:00")]
    [TestCase("March 1")]
    [TestCase("2026-01-02")]
    public void Policy_does_not_read_half_a_time(string text) => Assert.That(
        Harness.Run($"return DateTimeOffset.TryParse(\"{text}\", out var time) ? Allow() : Deny(\"no-time\");"),
            Is.InstanceOf<Outcome.Denied>());

    [TestCase("record R(string T); return new R(Input.Domain).GetHashCode() > 0 ? Allow() : Deny(\"x\");")]
    [TestCase("return Input.Domain.GetHashCode() > 0 ? Allow() : Deny(\"x\");")]
    [TestCase("return (1, \"a\").GetHashCode() > 0 ? Allow() : Deny(\"x\");")]
    public void Policy_asks_for_no_hash(string policy)
    {
        var refused = Harness.Compile(policy);

        Assert.That(refused.Policy, Is.Null);
        Assert.That(refused.Diagnostics.Select(static d => d.Code), Does.Contain("ARG0301"));
        Assert.That(refused.Diagnostics.Select(static d => d.Message), Has.Some.Contain("a hash differs"));
    }

    private static string[] Elsewhere((string Name, string Value)[] environment, out string day)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path : "dotnet")
        {
            ArgumentList = { "exec", typeof(PurityTests).Assembly.Location, "purity" },
            Environment = { ["TZ"] = "Pacific/Kiritimati", ["LANG"] = "tr_TR.UTF-8", ["LC_ALL"] = "tr_TR.UTF-8" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var told = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        day = told.GetAwaiter().GetResult();
        Assert.That(process.ExitCode, Is.Zero);
        return text.Split('\n');
    }
}
