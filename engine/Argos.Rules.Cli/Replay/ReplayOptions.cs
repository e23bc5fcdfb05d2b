using System.CommandLine;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Replay;

/// <summary>What `replay` and `impact` have in common: logs, filters, and where texts of policies are.</summary>
internal sealed class ReplayOptions
{
    private readonly AuditInput _input = new();
    private readonly AuditFilter _filter = new();
    private readonly Option<string[]> _texts = new("--texts") { Description = "Policies (.csx) and folders with texts that are not in the logs; they are found by their SHA-256. Several times." };

    /// <summary>Offers them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="except">A filter whose name means something else there.</param>
    public void AddTo(Command command, string except = "")
    {
        command.Add(_input.Argument);
        command.Add(_texts);
        foreach (var option in _filter.Options.Where(o => o.Name != "--type" && o.Name != except)) command.Add(option);
    }

    /// <summary>Reads the logs for the texts of policies.</summary>
    public PolicyTexts Texts(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetRequiredValue(_input.Argument).Contains("-")) throw new UsageException("the logs are read twice, so they must be files");
        var texts = new PolicyTexts();
        _input.Read(parsed, terminal, texts, cancellation);
        texts.Add(PolicyFinder.Find(parsed.GetValue(_texts) ?? [], terminal));
        return texts;
    }

    /// <summary>Reads them again, and judges each decision.</summary>
    public void Run(ParseResult parsed, Terminal terminal, IReplaySink sink, CancellationToken cancellation)
    {
        var run = new ReplayRun(sink, _filter.Of(parsed));
        _input.Read(parsed, terminal, run, cancellation);
        run.Flush();
    }
}
