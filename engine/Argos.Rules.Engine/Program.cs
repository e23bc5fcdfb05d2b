using Argos.Rules.Engine;

return await EngineCommand.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
