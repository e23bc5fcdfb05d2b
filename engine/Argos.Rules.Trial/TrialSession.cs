using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;

namespace Argos.Rules.Trial;

/// <summary>Does in the trial process what the engine asks for. Nothing is kept from one request to the next but loaded policies.</summary>
internal sealed class TrialSession(TrialLine line)
{
    private readonly TrialImages _images = new(line);

    /// <summary>Answers one request.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Serve(byte[] frame)
    {
        switch (frame is [var kind, ..] ? kind : 0)
        {
            case TrialFrame.Evaluation:
                line.Answer(Evaluate(TrialFrame.Read(frame, TrialJson.Default.EvaluationRequest)), TrialJson.Default.EvaluationResponse);
                break;
            case TrialFrame.Admission:
                line.Answer(Admit(TrialFrame.Read(frame, TrialJson.Default.AdmissionRequest)), TrialJson.Default.AdmissionResponse);
                break;
            default:
                throw new InvalidDataException("the engine sent a frame of no known kind");
        }
    }

    private EvaluationResponse Evaluate(EvaluationRequest request)
    {
        var confirmation = new InstanceConfirmation(request.Provider, request.Domain, request.Service, request.AttestationData, request.Attributes);
        // The engine has read it before it asked.
        var input = PolicyInputReader.Read(confirmation, request.Operation).Input ?? throw new InvalidDataException("the input cannot be read");
        // What is verified for one request is not believed in another.
        using var tokens = new TokenVerification();
        var exhausted = new ExhaustedPolicies();
        var data = new TrialData(line);
        var run = new TrialRun(new Evaluator(tokens, TimeProvider.System, suspension: exhausted, budget: request.Budget.Evaluation), data, new DecisionFacts(new TrialFactSource(line)));
        var policies = Policies(request, data);
        var evaluation = run.Evaluate(policies, input, request.Now);
        ImmutableArray<PolicyTrace> traces = request.Explain == ExplainModes.Off ? [] : run.Trace(policies, Traced(request), input, request.Now, request.Explain);
        return new EvaluationResponse(evaluation.Results, evaluation.Evidence.Pods, evaluation.Evidence.Tokens, evaluation.Facts, traces,
            exhausted.Ids, _images.AreMany);
    }

    private AdmissionResponse Admit(AdmissionRequest request) => new(Check(request), _images.AreMany);

    private ImmutableArray<Diagnostic> Check(AdmissionRequest request)
    {
        var asked = request.Policy;
        try
        {
            var evaluate = _images.Load(asked.Image, request.Budget.Policy, traced: false).Evaluate;
            PolicyWarmUp.Run(evaluate);
            if (request.Tests is not { } tests) return [];
            var policy = new ActivePolicy(asked.Id, "", asked.Hash, FrontMatterOf(request), evaluate, null);
            return PolicyTestVerdict.Of(policy, tests, request.File, new TestBudget(request.TestLimit));
        }
        catch (BadImageFormatException problem)
        {
            return [new Diagnostic(PolicyActivator.NotLoadedCode, $"the compiled policy cannot be loaded: {problem.Message}", new Location(asked.Id, 1, 1))];
        }
        catch (Exception problem) when (ActivationFault.IsOfText(problem) && problem is not (IOException or InvalidDataException))
        {
            return [ActivationFault.Diagnose(request.File, problem)];
        }
    }

    private ImmutableArray<ProviderPolicy> Policies(EvaluationRequest request, TrialData data)
    {
        // One that refuses without being run needs no settings.
        var document = request.Policies.All(static p => p.Refusal is not null) ? DataValue.Missing : Snapshot.SettingsOf(data, request.Provider);
        var bare = new PolicySettings(document);
        return
        [
            .. request.Policies.Select(p => ProviderPolicy.Of(
                new ActivePolicy(p.Id, "", p.Hash, new FrontMatter { Shadow = p.Shadow }, _images.Evaluate(p.Image, request.Budget.Policy), null),
                document, p.Defaults.ToDictionary(static d => d.Key, static d => new DataValue(d.Value), StringComparer.Ordinal), bare, p.Refusal)),
        ];
    }

    // The engine has read it before it asked, and refused one with errors.
    private static FrontMatter FrontMatterOf(AdmissionRequest request) =>
        FrontMatterParser.Parse(request.Policy.Id, request.Source, ImmutableArray.CreateBuilder<Diagnostic>());

    private TracedSet Traced(EvaluationRequest request)
    {
        var set = TracedSet.Empty;
        foreach (var policy in request.Policies) set = set.With(policy.Hash, Traced(policy, request), policy.TraceProblem);
        return set;
    }

    private TracedPolicy? Traced(TrialPolicy policy, EvaluationRequest request)
    {
        try
        {
            return policy.Traced is { } image ? _images.Load(image, request.Budget.Policy, traced: true) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
