using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argos.Rules.Engine.Tests.Yaml;

/// <summary>Whatever a text is, it is read or refused with a place: nothing else comes out of the reader.</summary>
internal sealed class YamlEventsTests
{
    private static readonly string[] Pieces =
    [
        "\"\\UFFFFFFFF\"", "\"\\uD800\"", "\"\\x\"", "'", "\"", "... x", "...", "---", "\t", "\t:", "!<%C0%80> ", "!<", "!!x ", "!e!y ", "%TAG !e! \n", "%YAML 9.9\n", "%",
        "&a ", "*a", "{", "}", "[", "]", ",", ": ", ":", "? ", "- ", "-", "|", "|9\n", ">-", "#", "@", "`", "\n", "\n  ", " ", "key", "key: ", "a: b\n", "\u0085", "\u2028", "\uFEFF", "\uD800", "\uDC00", "\0", "\r", "\u00A0", "é",
    ];

    [TestCase("title: \"\\UFFFFFFFF\"")]
    [TestCase("... x")]
    [TestCase("\t: x")]
    [TestCase("!<%C0%80> x")]
    [TestCase("a: b\0c: d")]
    [TestCase("%TAG !e! \na:\n--- !e!x b")]
    public void What_is_wrong_is_one_kind_of_exception_with_a_place(string text)
    {
        var problem = Assert.Throws(Is.InstanceOf<YamlException>(), () => ReadAll(text)) as YamlException;

        Assert.That(problem!.Start.Line, Is.InRange(1, 3));
        Assert.That(problem.Start.Column, Is.Positive);
    }

    [Test]
    public void Any_text_is_read_or_refused_as_a_diagnostic()
    {
        var random = new Random(20261129);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, 9); count > 0; count--) text.Append(Pieces[random.Next(Pieces.Length)]);
            var comment = "// ---\n// " + text.ToString().Replace("\n", "\n// ", StringComparison.Ordinal) + "\n// ---\n";

            Assert.DoesNotThrow(() => FrontMatterParser.Parse("p", comment, ImmutableArray.CreateBuilder<Diagnostic>()), text.ToString());
            Assert.DoesNotThrow(() => PolicyTestFileReader.Read(text.ToString(), new TestDiagnostics("t")), text.ToString());
        }
    }

    private static void ReadAll(string text)
    {
        var events = new YamlEvents(text);
        while (events.MoveNext() && events.Current is not StreamEnd)
        {
        }
    }
}
