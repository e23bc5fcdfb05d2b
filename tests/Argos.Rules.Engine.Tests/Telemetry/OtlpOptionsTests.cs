using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Telemetry;
using Argos.Rules.Hosting.Otlp;

namespace Argos.Rules.Engine.Tests.Telemetry;

internal sealed class OtlpOptionsTests
{
    private string _file = "";

    [SetUp]
    public void MakeFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [TestCase("")]
    [TestCase("http://collector:4318")]
    [TestCase("https://collector.example.com/otlp/")]
    public void Good_endpoint_has_no_problem(string endpoint) => Assert.That(Problems(new OtlpOptions { Endpoint = endpoint }), Is.Empty);

    [TestCase("collector:4318")]
    [TestCase("collector")]
    [TestCase("ftp://collector")]
    [TestCase("http://collector?key=value")]
    public void Other_endpoint_is_told(string endpoint) => Assert.That(Problems(new OtlpOptions { Endpoint = endpoint }), Is.EqualTo(new[] { $"is `{endpoint}`, not the address of a collector like `http://collector:4318`" }));

    [Test]
    public void Password_in_the_endpoint_is_refused_and_not_told() =>
        Assert.That(Problems(new OtlpOptions { Endpoint = "http://user:hunter2@collector:4318" }), Has.One.Items.And.All.Contains("HeadersFile").And.All.Not.Contains("hunter2"));

    [Test]
    public void Headers_are_read_line_by_line()
    {
        File.WriteAllText(_file, "# credentials\n\n authorization = Bearer a=b, c%20\r\nx-tenant=shop");

        Assert.That(OtlpHeaders.TryRead(_file, out var headers, out _), Is.True);
        Assert.That(headers, Is.EqualTo(new[] { KeyValuePair.Create("authorization", "Bearer a=b, c%20"), KeyValuePair.Create("x-tenant", "shop") }));
    }

    [TestCase("a=b\nhunter2", 2)]
    [TestCase("=hunter2", 1)]
    [TestCase("# one\nauthorization: hunter2=", 2)]
    public void Line_that_is_no_header_is_told_by_its_number_alone(string text, int line)
    {
        File.WriteAllText(_file, text);

        Assert.That(Problems(new OtlpOptions { Endpoint = "http://collector", HeadersFile = _file }), Is.EqualTo(new[] { $"has no header `name=value` in line {line}" }));
    }

    [Test]
    public void Headers_file_that_is_not_there_is_told() =>
        Assert.That(Problems(new OtlpOptions { Endpoint = "http://collector", HeadersFile = _file + "x" }), Is.EqualTo(new[] { "cannot be read (FileNotFoundException)" }));

    private static string[] Problems(OtlpOptions options) => [.. options.Validate(new ValidationContext(options)).Select(static problem => problem.ErrorMessage!)];
}
