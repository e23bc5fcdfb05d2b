using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Decides the input of a project as `argos eval` does: here, or laid over what a running engine has.</summary>
internal static class ProjectDecision
{
    private const string Providers = "providers/";
    private const int MaximumNamed = 12;

    public static async Task<DecisionResponse> HereAsync(ProjectFolder folder, Project project, CancellationToken cancellation)
    {
        var input = Input(folder);
        var request = Request(input, project, folder.Policy.Id) with
        {
            Only = true,
            Now = TimeOf(project.Now),
            Data = Data(folder, input),
            Facts = folder.Has(DocumentFindings.FactsName) ? DataArguments.ReadObject(DocumentFindings.FactsName, folder.Terminal) : null,
        };
        return Answer(await LocalEvaluation.RunAsync(request, folder.Terminal, cancellation), folder.Policy, null);
    }

    /// <summary>The engine's data, settings and time count, not the project's: the question is what would change there.</summary>
    public static async Task<DecisionResponse> OverEngineAsync(ProjectFolder folder, Project project, EngineClient engine,
        CancellationToken cancellation)
    {
        var input = Input(folder);
        var id = LiveId(project.Name, folder.Policy, await RemoteEvaluation.PoliciesAsync(engine, cancellation));
        return Answer(await RemoteEvaluation.RunAsync(Request(input, project, id), engine, cancellation), folder.Policy, id);
    }

    private static DecisionResponse Answer(DryRunResult result, PolicyFile policy, string? over) => new(
        result.Answer is { } answer ? answer with { Diagnostics = [.. answer.Diagnostics.Select(policy.Place)] } : null,
        result.Error is { Errors: { } errors } error ? error with { Errors = [.. errors.Select(policy.Place)] } : result.Error, over);

    private static JsonElement Input(ProjectFolder folder) => folder.Has(DocumentFindings.InputName)
        ? DataArguments.ReadFile(DocumentFindings.InputName, folder.Terminal)
        : throw new UsageException("there is no input to decide: write a confirmation, or take one from a case");

    private static DryRunRequest Request(JsonElement input, Project project, string id) => new()
    {
        Input = input,
        Operation = project.Operation,
        Policies = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add(id, project.Policy),
        Explain = ExplainModes.Full,
    };

    /// <summary>The live policy in whose place the candidate is laid: beside it, the live version would go on deciding.</summary>
    private static string LiveId(string name, PolicyFile policy, IReadOnlyList<string> live)
    {
        if (live.Count == 0) return policy.Id;
        var meant = live.Contains(name, StringComparer.Ordinal) ? [name] : live.Where(id => PolicyName.Of(id) == policy.Name).ToArray();
        if (meant.Length == 1) return meant[0];
        var ids = string.Join(", ", (meant.Length > 1 ? meant : live).Take(MaximumNamed).Select(static id => $"`{id}`"));
        throw new UsageException(meant.Length > 1
            ? $"{meant.Length} policies of the engine are called `{policy.Name}`: write the id of the one that is meant as the name, of "
                + $"{ids}"
            : $"no policy of the engine is called `{policy.Name}`: write the name or id of one as the name, for example of {ids}");
    }

    private static ImmutableSortedDictionary<string, JsonElement> Data(ProjectFolder folder, JsonElement input)
    {
        var data = folder.Has(DocumentFindings.DataName)
            ? DataArguments.ReadObject(DocumentFindings.DataName, folder.Terminal)
            : ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);
        foreach (var path in data.Keys)
        {
            if (!DataPath.TryParse(path, out _, out var problem))
                throw new UsageException($"`{path}` in the data is not a path: {problem}");
        }
        if (!folder.Has(ProjectFolder.SettingsName) || ProviderOf(input) is not { } provider) return data;
        var reading = SettingsFileReader.Read(folder.PathOf(ProjectFolder.SettingsName), ProjectFolder.SettingsName);
        if (reading.Problems is [var wrong, ..]) throw new UsageException($"the settings cannot be read: {wrong.Message}");
        return reading.Documents is [var document, ..] ? data.SetItem(Providers + provider, document.Value.Element) : data;
    }

    private static string? ProviderOf(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty("provider", out var provider)
            && provider.ValueKind == JsonValueKind.String ? provider.GetString() : null;

    private static DateTimeOffset? TimeOf(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return ExactTime.TryParse(text.Trim(), out var time)
            ? time
            : throw new UsageException($"`{text}` is not a time: give one such as `2026-03-01T12:00:00Z`");
    }
}
