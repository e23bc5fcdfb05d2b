using Argos.Rules.Cli;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine;

// Published with the runtime there is no other program beside this one that could be the compiler.
if (WorkerProgram.Run(args) is { } exit) return exit;

return await ArgosCommand.RunAsync(args, Terminal.OfProcess());
