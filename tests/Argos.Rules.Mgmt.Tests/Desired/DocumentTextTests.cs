using System.Text;
using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.Tests.Desired;

public sealed class DocumentTextTests
{
    [TestCase("k.json", """{ "b": 1.50, "a": [true, null, "x"] }""", """{"a":[true,null,"x"],"b":1.50}""")]
    [TestCase("k", """{"a": 1}""", """{"a":1}""")]
    [TestCase("k.yaml", "b: 1\na: {c: yes, d: 007, e: 'true', f: 1e3, g: ~}\n", """{"a":{"c":"yes","d":"007","e":"true","f":1e3,"g":null},"b":1}""")]
    [TestCase("k.yml", "- a\n- !!str 5\n- |\n  x\n", """["a","5","x\n"]""")]
    [TestCase("k", "plain", "\"plain\"")]
    public void Text_reads_as_canonical_json(string key, string text, string expected)
    {
        Assert.That(DocumentText.TryRead(text, key, out var json, out _));
        Assert.That(Encoding.UTF8.GetString(json!), Is.EqualTo(expected));
    }

    [TestCase("k.json", """{"a":1,"a":2}""", Description = "duplicate key")]
    [TestCase("k.json", "a: 1")]
    [TestCase("k.json", "\"\\ud800\"")]
    [TestCase("k.yaml", "a: 1\na: 2")]
    [TestCase("k.yaml", "a: &x [1]\nb: *x")]
    [TestCase("k.yaml", "a: !!binary aGk=")]
    [TestCase("k.yaml", "? [a]\n: 1")]
    [TestCase("k.yaml", "a: 1\n---\nb: 2")]
    [TestCase("k.yaml", "")]
    [TestCase("k.yaml", "a: [")]
    [TestCase("k.yaml", """a: "\UFFFFFFFF" """, Description = "an escape that is not a character")]
    [TestCase("k.yaml", """a: "\ud800\u0" """, Description = "half a surrogate pair")]
    [TestCase("k.yaml", "%TAG !e! \na:\n--- !e!x b", Description = "a directive without its value")]
    public void Text_without_one_meaning_is_refused(string key, string text)
    {
        Assert.That(DocumentText.TryRead(text, key, out _, out var problem), Is.False);
        Assert.That(problem!.Message, Is.Not.Empty.And.Not.Contain("\n"));
        Assert.That(problem.Row, Is.GreaterThan(0));
    }

    [Test]
    public void Text_nested_too_deep_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));

        Assert.That(DocumentText.TryRead(text, "k.yaml", out _, out _), Is.False);
        Assert.That(DocumentText.TryRead(text, "k.json", out _, out _), Is.False);
    }
}
