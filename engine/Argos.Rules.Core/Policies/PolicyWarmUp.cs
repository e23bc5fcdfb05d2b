using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Policies;

/// <summary>Runs a new policy once on an empty confirmation, so that the first decision does not pay for its translation to machine code.</summary>
internal static class PolicyWarmUp
{
    private static readonly InstanceConfirmation Nobody = new("", "", "", null);

    /// <summary>Runs it; what it says to nobody does not matter, nor that it throws.</summary>
    public static void Run(Func<PolicyContext, Outcome> evaluate)
    {
        var input = new PolicyInput(Nobody, InstanceOperation.Register);
        try
        {
            _ = evaluate(new PolicyContext(input, new PolicySettings(DataValue.Missing), Nothing.Instance, Nothing.Instance, DateTimeOffset.UnixEpoch));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // A policy may rely on a confirmation that has its attributes. In a decision the same exception denies.
        }
    }

    private sealed class Nothing : IDataView, ITokenVerifier
    {
        public static Nothing Instance { get; } = new();

        public DataValue Read(string path) => DataValue.Missing;

        public Pod? FindPod(string podNamespace, string name) => null;

        public TokenCheck Verify(string? token, TokenExpectation expectation) => TokenCheck.Failed("token-missing", "there is no token");
    }
}
