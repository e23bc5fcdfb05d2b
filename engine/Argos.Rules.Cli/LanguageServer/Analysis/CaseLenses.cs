using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>What runs a case, at the case; what runs all, at the top of the tests and of the policy.</summary>
internal static class CaseLenses
{
    private static readonly TextRange Top = new(new TextPosition(0, 0), new TextPosition(0, 0));

    public static ImmutableArray<CodeLens> Find(AnalysisRequest request)
    {
        var document = request.Document;
        var tests = document.Kind == DocumentKind.Tests
            ? document
            : request.Related.FirstOrDefault(static r => r.Kind == DocumentKind.Tests);
        if (tests is null || PolicyTestFileReader.Read(tests.Text,
            new TestDiagnostics(tests.Name)) is not { Cases: { IsEmpty: false } cases }) return [];
        var all =
            new CodeLens(Top, new EditorCommand(string.Create(CultureInfo.InvariantCulture, $"Run {cases.Length} cases"), Commands.RunTests,
            [document.Uri]));
        return document.Kind == DocumentKind.Tests
            ? [all, .. cases.Where(static c => c.Name.Length > 0).Select(c => One(document.Uri, c))]
            : [all];
    }

    private static CodeLens One(string uri, PolicyTestCase test)
    {
        var place = new TextPosition(test.Row - 1, test.Col - 1);
        return new CodeLens(new TextRange(place, place), new EditorCommand("Run case", Commands.RunCase, [uri, test.Name]));
    }
}
