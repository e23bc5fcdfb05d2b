using Argos.Rules.FakeSia;

using var stop = new CancellationTokenSource();
using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
var settings = SiaSettings.Read();
try
{
    switch (args)
    {
        case ["--mode=init"]:
            return await new SiaAgent(settings, Console.Out).RegisterAsync(stop.Token);
        case ["--mode=refresh"]:
            return await new SiaAgent(settings, Console.Out).RefreshForeverAsync(stop.Token);
        case ["--mode=watch"]:
            return await CertificateWatch.RunAsync(settings, Console.Out, stop.Token);
        case ["--mode=token"]:
            Console.WriteLine((await File.ReadAllTextAsync(settings.TokenFile)).Trim());
            return 0;
        default:
            Console.Error.WriteLine("usage: fake-sia --mode=init|refresh|watch|token");
            return 2;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
