using System.Text;
using System.Xml.Linq;
using Argos.Rules.Language;

namespace Argos.Rules.Cli.Reference;

/// <summary>The documentation files beside the assemblies of the language, by documentation key.</summary>
internal sealed class Documentation
{
    private readonly Dictionary<string, XElement> _members;

    private Documentation(IEnumerable<XDocument> documents) => _members = documents.SelectMany(static d => d.Descendants("member"))
        .Where(static m => m.Attribute("name") is not null)
        .DistinctBy(static m => m.Attribute("name")!.Value)
        .ToDictionary(static m => m.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <exception cref="IOException">The file is not there.</exception>
    public static Documentation Load() => new(LanguageAssemblies.All.Select(static a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml"))));

    /// <summary>A part of a member's documentation as Markdown; empty when there is none.</summary>
    public string Part(string key, string part) => _members.GetValueOrDefault(key)?.Element(part) is { } element ? Markdown(element) : "";

    /// <summary>The parameters that are documented, in order.</summary>
    public IEnumerable<(string Name, string Text)> Parameters(string key) =>
        _members.GetValueOrDefault(key)?.Elements("param").Select(static p => (p.Attribute("name")?.Value ?? "", Markdown(p))) ?? [];

    private static string Markdown(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "c" } code) text.Append('`').Append(code.Value).Append('`');
            else if (node is XElement other) text.Append('`').Append(Reference(other)).Append('`');
        }
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Reference(XElement element)
    {
        var name = element.Attribute("cref")?.Value ?? element.Attribute("langword")?.Value ?? element.Attribute("name")?.Value ?? element.Value;
        var end = name.IndexOf('(', StringComparison.Ordinal);
        if (end >= 0) name = name[..end];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }
}
