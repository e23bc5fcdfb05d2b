using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Tests.DryRun;

/// <summary>The request as it is read from JSON, whoever reads it.</summary>
internal sealed class DryRunRequestTests
{
    [TestCase("""{"input": {}}""")]
    [TestCase("""{"input": {}, "operation": null, "explain": null}""")]
    public void Members_that_are_left_out_have_their_defaults(string json)
    {
        var request = JsonSerializer.Deserialize(json, ContractsJson.Default.DryRunRequest)!;

        Assert.That(request.Operation, Is.EqualTo("register"));
        Assert.That(request.Explain, Is.EqualTo(ExplainModes.Off));
    }

    [Test]
    public void Members_that_are_given_are_kept()
    {
        var request = JsonSerializer.Deserialize("""{"input": {}, "operation": "refresh", "explain": "full"}""", ContractsJson.Default.DryRunRequest)!;

        Assert.That(request.Operation, Is.EqualTo("refresh"));
        Assert.That(request.Explain, Is.EqualTo(ExplainModes.Full));
    }
}
