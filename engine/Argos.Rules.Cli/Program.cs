using Argos.Rules.Cli;
using Argos.Rules.Cli.Terminals;

return await ArgosCommand.RunAsync(args, Terminal.OfProcess());
