using System.Collections.Immutable;
using Argos.Rules.Mgmt.Annotations;

namespace Argos.Rules.Mgmt.Tests.Status;

public sealed class StatusAnnotationTests
{
    private static readonly ReplicaStatus Good = new(KeyStates.Active, ImmutableSortedDictionary<string, KeyStatus>.Empty.Add("a.csx", new KeyStatus(KeyStates.Active, "1f")));

    [Test]
    public void Text_holds_the_result_and_nothing_else()
    {
        Assert.That(StatusAnnotation.Write(null, "r", Good, static _ => false), Is.EqualTo("""{"r":{"state":"active","keys":{"a.csx":{"state":"active","hash":"1f"}}}}"""));
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("""{"x":null,"y":{"state":"active"}}""")]
    [TestCase("""{"x":{"state":"active","keys":{"a":null}}}""")]
    public void Text_that_somebody_else_wrote_does_no_harm(string text)
    {
        Assert.That(StatusAnnotation.ActiveKeys(text), Is.Empty);
        Assert.That(StatusAnnotation.Read(StatusAnnotation.Write(text, "r", Good, static other => other != "r")), Has.Count.EqualTo(1));
    }
}
