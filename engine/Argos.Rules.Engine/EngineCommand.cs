using System.Collections;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Diagnostics;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Management;
using Argos.Rules.Enrollment;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Hosting.Listening;

namespace Argos.Rules.Engine;

/// <summary>The program: reads what it was asked for, and runs the engine until it is told to stop.</summary>
internal static class EngineCommand
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, IDictionary environment, TextWriter output, TextWriter error)
    {
        var command = CommandLine.Parse(args);
        if (command.Help || command.Version)
        {
            await output.WriteLineAsync(command.Help ? SettingsHelp.Text(EngineSettings.Sections, OptionsDocumentation.Load(EngineSettings.Sections)) : "argos-engine " + ProductInfo.Version);
            return Ok;
        }
        var errors = command.Errors.ToList();
        var settings = SettingsReader.Read(EngineSettings.Sections, ConfigurationSources.Gather(command, environment, errors), errors);
        EngineSettings.CheckManagement(settings.Get<ManagementOptions>(), errors);
        if (errors.Count == 0 && command.PrintToken) return await PrintTokenAsync(settings.Get<ManagementOptions>(), output, error);
        EngineSettings.CheckCertificates(settings.Get<CallbackOptions>(), settings.Get<CertificatesOptions>(), errors);
        if (errors.Count > 0)
        {
            await error.WriteLineAsync($"argos-engine: the configuration has {errors.Count} error(s), see `--help`:\n  {string.Join("\n  ", errors)}");
            return WrongUsage;
        }
        if (!command.Validate) return await ServeAsync(settings, error);
        await output.WriteLineAsync("the configuration is valid");
        return Ok;
    }

    /// <summary>For people with the right to run a program beside the engine: its image has no shell that could show the file.</summary>
    private static async Task<int> PrintTokenAsync(ManagementOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            if (options.TokenFile.Length > 0 && (await File.ReadAllTextAsync(options.TokenFile)).Trim() is { Length: > 0 } token)
            {
                await output.WriteLineAsync(token);
                return Ok;
            }
            await error.WriteLineAsync(options.TokenFile.Length == 0
                ? "argos-engine: there is no management token: `Management:TokenFile` is not set"
                : $"argos-engine: `{options.TokenFile}` is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync("argos-engine: " + e.Message.ReplaceLineEndings(" "));
        }
        return Failed;
    }

    private static async Task<int> ServeAsync(Settings settings, TextWriter error)
    {
        try
        {
            if ((DescriptorLimit.Problem() ?? ListenProblem(settings)) is { } problem)
            {
                await error.WriteLineAsync("argos-engine: cannot start: " + problem);
                return Failed;
            }
            await using var engine = EngineHost.Build(settings, TimeProvider.System);
            // Before the run: it disposes the services at its end.
            var loops = engine.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
            await engine.RunAsync();
            return loops.Any(static loop => loop.ExecuteTask is { IsFaulted: true }) ? Failed : Ok;
        }
        catch (Exception e) when (e is CertificateSetException or IOException)
        {
            await error.WriteLineAsync("argos-engine: cannot start: " + e.Message.ReplaceLineEndings(" "));
            return Failed;
        }
    }

    private static string? ListenProblem(Settings settings) =>
        ListenAddressInUse.Problem("Callback:Listen", ListenAddress.Parse(settings.Get<CallbackOptions>().Listen))
        ?? ListenAddressInUse.Problem("Management:Listen", ListenAddress.Parse(settings.Get<ManagementOptions>().Listen))
        ?? ListenAddressInUse.Problem("Diagnostics:Listen", ListenAddress.Parse(settings.Get<DiagnosticsOptions>().Listen));
}
