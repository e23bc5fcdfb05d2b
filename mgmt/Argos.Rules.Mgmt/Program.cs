using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Listening;
using Argos.Rules.Mgmt;
using Argos.Rules.Mgmt.Configuration;
using Argos.Rules.Mgmt.Kubernetes;

var commandLine = CommandLine.Read(args);
SettingsReader settings;
MgmtOptions options;
try
{
    settings = new SettingsReader(ConfigurationSources.Build(commandLine, Environment.GetEnvironmentVariables()));
    options = OptionsReader.Read(settings);
}
catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"argos-mgmt: the configuration cannot be read: {TransportFailure.Describe(e)}");
    return 2;
}
if (commandLine.Version)
{
    Console.WriteLine(ProductInfo.Version);
    return 0;
}
if (commandLine.Help)
{
    Console.Write(Usage.Help(settings.Settings));
    return 0;
}
var problems = commandLine.Problems.AddRange(settings.Problems);
// Everything at once: who has two things to correct should not have to start twice.
if (AccessProblem() is { } access) problems = problems.Add(access);
foreach (var problem in problems) await Console.Error.WriteLineAsync($"argos-mgmt: {problem}");
if (!problems.IsEmpty) return 2;
if (commandLine.Validate)
{
    Console.WriteLine("the configuration is valid");
    return 0;
}
if (ListenProblem() is { } taken)
{
    await Console.Error.WriteLineAsync($"argos-mgmt: {taken}");
    return 1;
}
try
{
    await using var app = MgmtApp.Build(options, TimeProvider.System);
    await app.RunAsync();
    return 0;
}
catch (ClusterConfigException e)
{
    await Console.Error.WriteLineAsync($"argos-mgmt: {e.Message}");
    return 2;
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync($"argos-mgmt: cannot start: {TransportFailure.Describe(e)}");
    return 1;
}

string? AccessProblem()
{
    try
    {
        if (options.Source.Kind == "kubernetes") MgmtApp.Access(options.Source);
        return null;
    }
    catch (ClusterConfigException e)
    {
        return e.Message;
    }
}

string? ListenProblem() =>
    ListenAddressInUse.Problem("Diagnostics:Listen", options.Diagnostics.Listen)
    ?? (options.Review.Listen is { } reviews ? ListenAddressInUse.Problem("Review:Listen", reviews) : null);
