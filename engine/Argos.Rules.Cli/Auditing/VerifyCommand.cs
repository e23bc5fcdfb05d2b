using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Auditing.Chain;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit verify`: whether records were removed, changed or put in another order.</summary>
internal sealed class VerifyCommand
{
    private readonly AuditInput _input = new();
    private readonly Option<string[]> _keys = new("--key") { Description = "A PEM file with the public key (or certificate) that signs checkpoints (`Audit:SigningKeyFile`); several times." };
    private readonly Option<string?> _authority = new("--ca") { Description = "A PEM file with the authorities that certify the engine's own certificate; needs --signer." };
    private readonly Option<string?> _signer = new("--signer") { Description = "With --ca: the name (CN) of that certificate, for example k8s.cluster1.identityd." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new VerifyCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "verify",
            "Follows the hash chain of each replica and checks the signed checkpoints: finds a record that was removed, changed or put elsewhere, and names the place. Without --key or --ca whoever can write the log can also forge it. Exit code 1 when something is wrong.",
            "argos audit verify audit.jsonl --ca ca.pem --signer k8s.cluster1.identityd",
            "argos audit verify audit.jsonl --key audit-key.pub.pem",
            "kubectl logs argos-rules-0 -c engine | argos audit verify -")
        {
            _input.Argument, _keys, _authority, _signer, _output,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, terminal, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var lines = new Lines(new ChainVerifier(Trust(parsed, terminal)));
        _input.Read(parsed, terminal, lines, cancellation);
        var result = lines.Verifier.Finish();
        if (parsed.GetValue(_output) == "json") terminal.Document(JsonSerializer.Serialize(result, CliJson.Readable.ChainResult));
        else Write(result, terminal);
        return result.FindingsInAll > 0 || result.Records == 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private CheckpointTrust Trust(ParseResult parsed, Terminal terminal)
    {
        var (authority, signer) = (parsed.GetValue(_authority), parsed.GetValue(_signer));
        if ((authority is null) != (signer is null)) throw new UsageException("`--ca` and `--signer` belong together: an authority certifies many names, and only one of them signs");
        try
        {
            return new CheckpointTrust([.. (parsed.GetValue(_keys) ?? []).Select(file => Text(file, terminal))], authority is null ? "" : Text(authority, terminal), signer);
        }
        catch (Exception problem) when (problem is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new UsageException($"`--key` or `--ca` cannot be used: {problem.Message}");
        }
    }

    private static string Text(string file, Terminal terminal)
    {
        var path = terminal.Absolute(file);
        return File.Exists(path) ? File.ReadAllText(path) : throw new UsageException($"`{file}` is not there");
    }

    private static void Write(ChainResult result, Terminal terminal)
    {
        foreach (var finding in result.Findings) terminal.Out.WriteLine($"{Place(finding)}{terminal.Bad(finding.Kind)}: {finding.Message}");
        if (result.FindingsInAll > result.Findings.Count) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {result.FindingsInAll - result.Findings.Count} more"));
        foreach (var note in result.Notes) terminal.Out.WriteLine($"{Place(note)}{terminal.Faint("note")}: {note.Message}");
        foreach (var replica in result.Replicas)
        {
            var signed = replica.SignedUpTo < 0 ? "nothing is signed" : string.Create(CultureInfo.InvariantCulture, $"signed up to {replica.SignedUpTo} by {string.Join("; ", replica.Signers)}");
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replica {replica.Replica}: records {replica.First} to {replica.Last}, {signed}"));
        }
        var verdict = result.Records == 0 ? terminal.Bad("no records") : result.FindingsInAll == 0 ? terminal.Good("complete and unchanged") : terminal.Bad("NOT as it was written");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Records} records: {verdict}"));
    }

    private static string Place(ChainFinding finding) => finding.Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}: ");

    private sealed class Lines(ChainVerifier verifier) : IAuditLineSink
    {
        public ChainVerifier Verifier => verifier;

        public bool IsDone => false;

        public void Take(string file, long number, Span<byte> line) => verifier.Add(file, number, line);
    }
}
