using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Node.Tests.Hardening;

/// <summary>What an operator reads who has the image and nothing else.</summary>
internal sealed class PublishedHelpTests : NodeTest
{
    [Test]
    public async Task Help_of_the_published_engine_explains_its_settings()
    {
        await using var engine = ChildProcess.StartDotnet(
            "help", Path.Combine(SharedNode.PublishedEngine, "argos-engine.dll"), ["--help"], SharedNode.PublishedEngine);

        Assert.That(await engine.WaitForExitAsync(Deadline), Is.Zero);
        var help = string.Join(' ', engine.Log.Lines.Select(static line => line.Trim()));
        Assert.That(help, Does.Contain("Callback:CertificateFile").And.Contain("PEM file with the server's certificate and its intermediates"));
    }
}
