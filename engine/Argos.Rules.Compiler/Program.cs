using Argos.Rules.Compiler;

return CompileWorker.Run();
