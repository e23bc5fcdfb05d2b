using Argos.Rules.Cli.Engines;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class TopViewTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);

    private const string Before = """
        # TYPE argos_decisions_total counter
        argos_decisions_total{operation="register",outcome="allowed"} 100
        argos_decision_codes_total{code="pod-replaced",outcome="denied"} 5
        argos_decision_duration_seconds_bucket{outcome="allowed",le="0.001"} 100
        argos_decision_duration_seconds_bucket{outcome="allowed",le="0.002"} 100
        argos_decision_duration_seconds_bucket{outcome="allowed",le="+Inf"} 100
        """;

    private const string Now = """
        argos_decisions_total{operation="register",outcome="allowed"} 120
        argos_decisions_total{operation="refresh",outcome="allowed"} 20
        argos_decisions_total{operation="register",outcome="denied"} 4
        argos_decision_codes_total{code="pod-replaced",outcome="denied"} 9
        argos_decision_duration_seconds_bucket{outcome="allowed",le="0.001"} 120
        argos_decision_duration_seconds_bucket{outcome="allowed",le="0.002"} 140
        argos_decision_duration_seconds_bucket{outcome="allowed",le="+Inf"} 140
        argos_decisions_waiting 3
        argos_audit_dropped_total 7
        """;

    [Test]
    public void Screen_has_rates_since_the_last_one()
    {
        using var cli = new CliRun();
        var status = new EngineStatus
        {
            EngineId = "0123456789abcdef",
            Version = "1.0",
            Ready = false,
            NotReadyReasons = ["source `mgmt` is not complete"],
            Revision = 7,
            StartedAt = Time.AddHours(-3),
            Pods = 12,
            Sources = [new SourceStatus("mgmt", false, 3, 2.5) { CompleteAgeSeconds = 12.5, Restored = true, Incomplete = "it differs" }],
            Policies = [new PolicyStatus("a.csx", new string('a', 64), null, "shadow", [], null), new PolicyStatus("b.csx", new string('b', 64), null, "enforce", [], null) { Suspended = new SuspensionStatus(true, 0) }],
            Refused = [new RefusedPolicyStatus("c.csx", new string('c', 64), "tests", Time, "mgmt", ["policy-test: case `one`"])],
            InvalidSettings = [new InvalidSetting("providers/one", "settings-invalid", "`issuer` is missing")],
            Certificate = new CertificateStatus("CN=one", new string('d', 64), Time.AddDays(2)),
            Limits = [new LimitUse("Decisions:MaximumWaiting", 500, 1000), new LimitUse("Policies:Maximum", 2, 1000)],
            State = new StateStatus(Time.AddSeconds(-9), 7, null, null),
        };

        var lines = new TopView(cli.Terminal(TextWriter.Null, TextWriter.Null, default)).Lines(status, MetricsText.Read(Now), MetricsText.Read(Before), 2, Time).ToArray();

        Assert.That(lines, Is.EqualTo(new[]
        {
            "engine 0123456789ab 1.0, up 3.0 hours, NOT READY",
            "  source `mgmt` is not complete",
            "decisions/s   20.0 allowed, 2.0 denied, 0.0 undecided; 3 wait",
            "duration      p50 1.0 ms, p99 2.0 ms",
            "      2.00/s pod-replaced",
            "data          12 pods, revision 7, digest ",
            "  source mgmt: incomplete, 12.5 s old, of an earlier start",
            "    it differs",
            "policies      2, digest ",
            "  b.csx@bbbbbbbbbbbb enforce suspended for everyone",
            "  a.csx@aaaaaaaaaaaa shadow",
            "  refused c.csx (tests): policy-test: case `one`",
            "  settings providers/one: `issuer` is missing",
            "certificate   CN=one, expires in 2.0 days",
            "  limit Decisions:MaximumWaiting: 500 of 1000",
            "state         9 s old",
            "audit         0 wait, 7 lost",
        }));
    }
}
