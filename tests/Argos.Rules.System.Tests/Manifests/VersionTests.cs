using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>The version stands in one place, and everything that is shipped follows it.</summary>
internal sealed partial class VersionTests
{
    [Test]
    public void Images_of_the_manifests_have_the_version_of_the_build()
    {
        var images = ManifestFiles.All.SelectMany(static file => ImageOfOurs().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups["tag"].Value).ToArray();

        Assert.That(images, Has.Length.EqualTo(2).And.All.EqualTo(BuiltOutput.Version));
    }

    [Test]
    public void Programs_say_the_version_of_the_build()
    {
        foreach (var assembly in new[] { BuiltOutput.Engine, BuiltOutput.Mgmt, BuiltOutput.Cli })
            Assert.That(global::System.Diagnostics.FileVersionInfo.GetVersionInfo(assembly).ProductVersion,
                Does.StartWith(BuiltOutput.Version), assembly);
    }

    [Test]
    public void Changelog_has_a_section_of_the_version() =>
        Assert.That(File.ReadAllText(Path.Combine(ManifestFiles.Root, "CHANGELOG.md")), Does.Contain($"\n## [{BuiltOutput.Version}]"));

    [GeneratedRegex(@"image: argos-rules/(engine|mgmt):(?<tag>\S+)")]
    private static partial Regex ImageOfOurs();
}
