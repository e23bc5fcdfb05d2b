using Argos.Rules.Engine;
using Argos.Rules.Engine.Scripting;

if (WorkerProgram.Run(args) is { } exit) return exit;

if (args is [Precompile.Argument, .. var policies]) return await Precompile.RunAsync(policies, Console.Out, Console.Error);

return await EngineCommand.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
