using Argos.Rules.Trial;

return TrialWorker.Run();
