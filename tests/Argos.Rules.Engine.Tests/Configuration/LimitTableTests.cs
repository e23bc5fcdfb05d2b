using System.Collections;
using System.Globalization;
using System.Reflection;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Configuration;

/// <summary>Operators find each limit in the README, with the default that it has.</summary>
internal sealed class LimitTableTests
{
    private static readonly string Table = File.ReadAllText(Path.Combine(BuiltOutput.Root, "engine", "README.md"));

    public static IEnumerable Limits => EngineSettings.Sections.SelectMany(static section => Setting.Of(section).Select(setting => (Section: section, Setting: setting)))
        .Where(static pair => pair.Setting.Property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RangeAttribute>() is not null)
        .Select(static pair => new TestCaseData(
            pair.Setting.Key, Convert.ToDouble(pair.Setting.Property.GetValue(Activator.CreateInstance(pair.Section.Options)), CultureInfo.InvariantCulture)));

    [TestCaseSource(nameof(Limits))]
    public void Limit_is_in_the_table_with_its_default(string setting, double value)
    {
        var row = Table.Split('\n').SingleOrDefault(line => line.StartsWith($"| `{setting}` |", StringComparison.Ordinal));

        Assert.That(row, Is.Not.Null, "add it to engine/README.md, Limits");
        Assert.That(double.Parse(row!.Split('|')[2], CultureInfo.InvariantCulture), Is.EqualTo(value).Within(0.01));
    }

    [Test]
    public void Table_has_nothing_else() => Assert.That(
        Table.Split('\n').Count(static line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal) && line.Split('|').Length == 5 && double.TryParse(line.Split('|')[2], CultureInfo.InvariantCulture, out _)),
        Is.EqualTo(Limits.Cast<object>().Count()));
}
