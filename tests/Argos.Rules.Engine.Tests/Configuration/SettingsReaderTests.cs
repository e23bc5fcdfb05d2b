using System.Collections;
using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Configuration;
using Microsoft.Extensions.Configuration;

namespace Argos.Rules.Engine.Tests.Configuration;

internal sealed class SettingsReaderTests
{
    private static readonly SettingsSection[] Sections = [SettingsSection.Of<DoorOptions>("Door")];
    private readonly List<string> _errors = [];
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Prepare()
    {
        _errors.Clear();
        _folder = Directory.CreateTempSubdirectory("argos-settings-");
    }

    [TearDown]
    public void CleanUp() => _folder.Delete(recursive: true);

    [Test]
    public void Read_of_nothing_gives_the_defaults_and_what_is_required()
    {
        var settings = Read();

        Assert.That(settings.Get<DoorOptions>().Width, Is.EqualTo(80));
        Assert.That(_errors, Is.EqualTo(new[] { "`Door:Key` is required (environment variable `ARGOS_Door__Key`)" }));
    }

    [Test]
    public void Read_converts_every_kind_of_value()
    {
        var door = Read(("door:key", "k"), ("Door:Width", "90"), ("Door:Open", "true"), ("Door:Side", "right"), ("Door:Delay", "00:00:05"), ("Door:Guests", "a, b")).Get<DoorOptions>();

        Assert.That(_errors, Is.Empty);
        Assert.That((door.Key, door.Width, door.Open, door.Side, door.Delay), Is.EqualTo(("k", 90, true, Side.Right, TimeSpan.FromSeconds(5))));
        Assert.That(door.Guests, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Read_of_a_list_item_by_item()
    {
        var door = Read(("Door:Key", "k"), ("Door:Guests:0", "a"), ("Door:Guests:1", "b")).Get<DoorOptions>();

        Assert.That(door.Guests, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Read_gives_all_errors_at_once_each_with_its_setting_and_variable()
    {
        Read(("Door:Width", "wide"), ("Door:Side", "top"), ("Door:Gusts", "a"), ("Dor:Width", "1"), ("Door:Guests", "bob"));

        Assert.That(_errors, Is.EquivalentTo(new[]
        {
            "`Dor` is not a known section (environment variable `ARGOS_Dor`): did you mean `Door`?",
            "`Door:Gusts` is not a known setting (environment variable `ARGOS_Door__Gusts`): did you mean `Door:Guests`?",
            "`Door:Width` is `wide`, not a whole number in range (environment variable `ARGOS_Door__Width`)",
            "`Door:Side` is `top`, not one of `Left`, `Right` (environment variable `ARGOS_Door__Side`)",
            "`Door:Key` is required (environment variable `ARGOS_Door__Key`)",
            "`Door:Guests` may not have bob (environment variable `ARGOS_Door__Guests`)",
        }));
    }

    [TestCase("Door:Width", "5", "`Door:Width` is `5`, but must be from 10 to 200 (environment variable `ARGOS_Door__Width`)")]
    [TestCase("Door:Width:0", "5", "`Door:Width` is one value, not an object or a list (environment variable `ARGOS_Door__Width`)")]
    [TestCase("Door:Guests:x", "5", "`Door:Guests` is a list of texts, but has `x` (environment variable `ARGOS_Door__Guests`)")]
    [TestCase("Other", "5", "`Other` is not a known section (environment variable `ARGOS_Other`): see `--help`")]
    public void Read_of_a_wrong_value_names_it(string key, string value, string expected)
    {
        Read(("Door:Key", "k"), (key, value));

        Assert.That(_errors, Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Read_of_a_list_given_in_both_ways_is_an_error()
    {
        Read(("Door:Key", "k"), ("Door:Guests", "a"), ("Door:Guests:0", "b"));

        Assert.That(_errors, Has.Count.EqualTo(1).And.One.Contains("both as a comma-separated text and item by item"));
    }

    [Test]
    public void Gather_lets_the_command_line_win_over_the_environment_and_that_over_the_file()
    {
        var file = Path.Combine(_folder.FullName, "engine.json");
        File.WriteAllText(file, """{"Door":{"Key":"file","Width":20,"Guests":["a","b"]}}""");
        var command = CommandLine.Parse(["--config", file, "--Door:Width=40"]);
        var environment = new Hashtable { ["ARGOS_Door__Width"] = "30", ["ARGOS_Door__Side"] = "Right", ["PATH"] = "/bin", ["ARGOS_RULES_SERVICE_HOST"] = "10.0.0.1", ["ARGOS_RULES_PORT_4443_TCP_ADDR"] = "10.0.0.1" };

        var door = SettingsReader.Read(Sections, ConfigurationSources.Gather(command, environment, _errors), _errors).Get<DoorOptions>();

        Assert.That(_errors, Is.Empty);
        Assert.That((door.Key, door.Width, door.Side), Is.EqualTo(("file", 40, Side.Right)));
        Assert.That(door.Guests, Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase(null, "does not exist")]
    [TestCase("{\"Door\":", "cannot be read")]
    public void Gather_of_a_chosen_file_that_cannot_be_read_is_an_error(string? content, string expected)
    {
        var file = Path.Combine(_folder.FullName, "engine.json");
        if (content is not null) File.WriteAllText(file, content);

        ConfigurationSources.Gather(CommandLine.Parse(["--config=" + file]), new Hashtable(), _errors);

        Assert.That(_errors, Has.Count.EqualTo(1).And.One.Contains(expected));
    }

    private Settings Read(params (string Key, string Value)[] values) => SettingsReader.Read(
        Sections, new ConfigurationBuilder().AddInMemoryCollection(values.Select(static v => KeyValuePair.Create<string, string?>(v.Key, v.Value))).Build(), _errors);

    internal enum Side
    {
        Left,
        Right,
    }

    /// <summary>A door.</summary>
    internal sealed class DoorOptions : IValidatableObject
    {
        [Required]
        public string Key { get; set; } = "";

        [System.ComponentModel.DataAnnotations.Range(10, 200)]
        public int Width { get; set; } = 80;

        public bool Open { get; set; }

        public Side Side { get; set; }

        public TimeSpan Delay { get; set; }

        public IReadOnlyList<string> Guests { get; set; } = [];

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Guests.Contains("bob")) yield return new("may not have bob", [nameof(Guests)]);
        }
    }
}
