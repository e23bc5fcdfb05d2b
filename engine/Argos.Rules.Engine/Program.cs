using Argos.Rules.Engine;
using Argos.Rules.Engine.Scripting;
using Argos.Rules.Engine.Trial;

// The compiler's process is this program too, and must be nothing else.
if (args is [CompileWorker.Argument, ..]) return CompileWorker.Run();

if (args is [TrialWorker.Argument, ..]) return TrialWorker.Run();

if (args is [Precompile.Argument, .. var policies]) return await Precompile.RunAsync(policies, Console.Out, Console.Error);

return await EngineCommand.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
