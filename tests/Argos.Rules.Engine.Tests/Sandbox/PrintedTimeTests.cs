using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>Times in what policies write are ISO 8601 and UTC, however a policy prints them.</summary>
internal sealed class PrintedTimeTests
{
    [TestCase("$\"{Now}\"")]
    [TestCase("$\"{Now,20}\"")]
    [TestCase("\"\" + Now")]
    [TestCase("Now.ToString()")]
    [TestCase("$\"{(DateTimeOffset?)Now}\"")]
    [TestCase("\"\" + (DateTimeOffset?)Now")]
    [TestCase("((DateTimeOffset?)Now).ToString()")]
    [TestCase("string.Join(\",\", new[] { Now }.Select(t => t.ToString()))")]
    public void Time_is_printed_as_iso_8601(string expression) => Assert.That(Detail($"return Deny(\"a\", {expression});"), Is.EqualTo("2026-01-02T03:04:05Z"));

    [Test]
    public void Time_with_a_format_is_printed_by_it() => Assert.That(Detail("return Deny(\"a\", $\"{Now:yyyy}\");"), Is.EqualTo("2026"));

    [Test]
    public void Time_that_is_read_is_utc() =>
        Assert.That(Detail("DateTimeOffset.TryParse(\"2026-03-01T13:00:00.5+01:00\", out var t); return Deny(\"a\", $\"{t} {t.Hour}\");"), Is.EqualTo("2026-03-01T12:00:00.5Z 12"));

    [Test]
    public void Now_is_utc_whatever_the_offset_of_the_time_given()
    {
        var known = Harness.Context();
        var context = new PolicyContext(known.Input, new PolicySettings(DataValue.Missing), null!, null!, new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)));

        Assert.That((context.Now.Hour, context.Now.Offset), Is.EqualTo((12, TimeSpan.Zero)));
    }

    private static string? Detail(string source) => ((Outcome.Denied)Harness.Run(source)).Detail;
}
