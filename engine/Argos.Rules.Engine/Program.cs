using Argos.Rules.Engine.Scripting;

if (args is [CompileWorker.Argument, ..]) return CompileWorker.Run();

return 0;
