using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts;

namespace Argos.Rules.Cli.Engines;

/// <summary>`argos top`: a running engine, live.</summary>
internal sealed class TopCommand
{
    private readonly EngineOption _engine = new();
    private readonly Option<string?> _metrics = new("--metrics") { Description = "The diagnostics address; the engine's host with port 8282 when left out." };
    private readonly Option<int> _interval = new("--interval") { Description = "Seconds between two screens.", DefaultValueFactory = static _ => 2 };
    private readonly Option<bool> _once = new("--once") { Description = "Write one screen, with rates since the start of the engine." };

    public static Command Create(Terminal terminal) => new TopCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _interval.Validators.Add(static r => { if (r.GetValueOrDefault<int>() is < 1 or > 3600) r.AddError("`--interval` must be between 1 and 3600"); });
        var command = new ExampleCommand(
            "top",
            "Shows a running engine: whether it decides, rates by outcome and code, durations, sources with their ages, policies that are refused or suspended, the certificate, the audit log. Until Ctrl-C.",
            "argos top --engine http://127.0.0.1:8181 --token-file management-token",
            "argos top --once")
        {
            _metrics, _interval, _once,
        };
        _engine.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var engine = EngineConnection.Of(parsed, _engine, terminal);
        using var diagnostics = new EngineConnection(Diagnostics(parsed), null);
        var (view, interval) = (new TopView(terminal), TimeSpan.FromSeconds(parsed.GetValue(_interval)));
        MetricsText? before = null;
        var taken = terminal.Time.GetTimestamp();
        while (true)
        {
            var status = await engine.GetAsync("/v1/status", ContractsJson.Default.EngineStatus, cancellation);
            var now = MetricsText.Read(await diagnostics.GetTextAsync("/metrics", cancellation));
            var time = terminal.Time.GetUtcNow();
            var seconds = before is null ? (time - status.StartedAt).TotalSeconds : terminal.Time.GetElapsedTime(taken).TotalSeconds;
            taken = terminal.Time.GetTimestamp();
            var lines = view.Lines(status, now, before, Math.Max(seconds, 0.001), time).ToArray();
            if (!parsed.GetValue(_once)) terminal.Clear();
            foreach (var line in lines) await terminal.Out.WriteLineAsync(line);
            if (parsed.GetValue(_once)) return status.Ready ? ExitCodes.Ok : ExitCodes.Failed;
            before = now;
            try
            {
                await Task.Delay(interval, terminal.Time, cancellation);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Ok;
            }
        }
    }

    private Uri Diagnostics(ParseResult parsed)
    {
        if (parsed.GetValue(_metrics) is not { } text) return new UriBuilder(parsed.GetValue(_engine.Engine)!) { Port = 8282 }.Uri;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw new UsageException($"`{text}` is not an address: give one such as `http://127.0.0.1:8282`");
    }
}
