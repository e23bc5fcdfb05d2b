using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Playground.Http;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Playground;

/// <summary>`argos playground`: a page in the browser to write, try and test a policy.</summary>
internal sealed class PlaygroundCommand
{
    private readonly Argument<string?> _path =
        new("PATH")
        {
            Description = "A policy (.csx) or its folder to begin with; it is read and never written. An example when left out.",
            Arity = ArgumentArity.ZeroOrOne
        };
    private readonly Option<int> _port =
        new("--port") { Description = "The port on the loopback address; 0 takes a free one.", DefaultValueFactory = static _ => 0 };
    private readonly Option<string?> _engine =
        new("--engine")
        {
            Description = "The management address of a running engine, for example http://127.0.0.1:8181: the policy can be laid over its "
                + "live policies and data, to see what would change.",
        };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "The file with the engine's management token." };

    public static Command Create(Terminal terminal) => new PlaygroundCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _port.Validators.Add(static r =>
            { if (r.GetValueOrDefault<int>() is not (>= 0 and <= 65535)) r.AddError("`--port` must be between 0 and 65535"); });
        var command = new ExampleCommand(
            "playground",
            "Serves a page on this machine, and on no other, to write, try and test a policy in a browser, until Ctrl-C. The printed link "
                + "lets one browser in; it needs no engine and no network.",
            "argos playground",
            "argos playground policies/kubernetes",
            "argos playground payments --port 8282",
            "argos playground payments --engine http://127.0.0.1:8181 --token-file token")
        {
            _path, _port, _engine, _tokenFile,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var server = await PlaygroundServer.StartAsync(SettingsOf(parsed, terminal), terminal, cancellation);
        await terminal.Out.WriteLineAsync($"open {server.Link}");
        await terminal.Error.WriteLineAsync("the link lets one browser in, once; Ctrl-C ends the playground");
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, server.Ending);
            await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, end.Token);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
        return ExitCodes.Ok;
    }

    private PlaygroundSettings SettingsOf(ParseResult parsed, Terminal terminal)
    {
        string? token = null;
        if (parsed.GetValue(_tokenFile) is { } file)
        {
            var path = terminal.Absolute(file);
            token = File.Exists(path) ? File.ReadAllText(path).Trim() : throw new UsageException($"`{file}` is not there");
        }
        return new PlaygroundSettings(parsed.GetValue(_port), EngineOf(parsed.GetValue(_engine)), token, parsed.GetValue(_path));
    }

    private static Uri? EngineOf(string? text)
    {
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new UsageException($"`{text}` is not an address of an engine: give one such as `http://127.0.0.1:8181`");
    }
}
