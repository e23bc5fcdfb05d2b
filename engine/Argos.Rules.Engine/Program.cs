using Argos.Rules.Engine;

if (args is [Precompile.Argument, .. var policies]) return await Precompile.RunAsync(policies, Console.Out, Console.Error);

return await EngineCommand.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
