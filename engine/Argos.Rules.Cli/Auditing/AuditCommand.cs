using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit`: reads and verifies audit logs.</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal) => new ExampleCommand(
        "audit",
        "Reads and verifies the audit log of engines: who got which identity, why, and whether nothing was taken away.",
        "argos audit who media.sports.api --at 2026-03-01T14:00Z audit.jsonl",
        "argos audit list audit.jsonl --outcome denied --since 2026-03-01T00:00Z",
        "argos audit verify audit.jsonl --ca ca.pem --signer k8s.cluster1.identityd")
    {
        WhoCommand.Create(terminal),
        ListCommand.Create(terminal),
        ShowCommand.Create(terminal),
        TailCommand.Create(terminal),
        VerifyCommand.Create(terminal),
    };
}
