using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Argos.Rules.Engine.Configuration;

/// <summary>The summaries of options classes, from the documentation files that the compiler writes beside the assemblies.</summary>
internal sealed class OptionsDocumentation
{
    private readonly Dictionary<string, string> _summaries;

    private OptionsDocumentation(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Loads the files; without one the help still lists every setting.</summary>
    public static OptionsDocumentation Load(IEnumerable<SettingsSection> sections) =>
        Parse([.. sections.Select(static section => section.Options.Assembly.Location).Distinct(StringComparer.Ordinal).Select(Read).OfType<XDocument>()]);

    public static OptionsDocumentation Parse(params ReadOnlySpan<XDocument> documents) =>
        new(documents.ToArray().SelectMany(static document => document.Descendants("member"))
            .Where(static member => member.Element("summary") is not null && member.Attribute("name") is not null)
            .DistinctBy(static member => member.Attribute("name")!.Value)
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => Plain(member.Element("summary")!), StringComparer.Ordinal));

    public string SummaryOf(Type type) => _summaries.GetValueOrDefault("T:" + type.FullName, "");

    public string SummaryOf(PropertyInfo property) => _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", "");

    private static XDocument? Read(string assembly)
    {
        try
        {
            return XDocument.Load(Path.ChangeExtension(assembly, ".xml"));
        }
        catch (Exception e) when (e is IOException or XmlException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Plain(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "c" } code) text.Append('`').Append(code.Value).Append('`');
            else if (node is XElement element) text.Append('`').Append(Reference(element)).Append('`');
        }
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Reference(XElement element)
    {
        var name = element.Attribute("cref")?.Value ?? element.Attribute("langword")?.Value ?? element.Value;
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }
}
