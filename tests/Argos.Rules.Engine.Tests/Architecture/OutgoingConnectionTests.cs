using System.Text.RegularExpressions;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>Engine, mgmt and the command line make connections in one way only, which has one policy of trust.</summary>
internal sealed partial class OutgoingConnectionTests
{
    private static readonly string[] Sources =
    [
        .. new[] { "engine", "mgmt" }
            .SelectMany(static folder => Directory.EnumerateFiles(
                Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin")),
    ];

    [Test]
    public void Only_Hosting_makes_handlers_and_TLS_clients()
    {
        var own = Sources.Where(static file => OwnWay().IsMatch(File.ReadAllText(file))).ToArray();
        var others = own.Where(static file => !file.Contains("Argos.Rules.Hosting", StringComparison.Ordinal));

        Assert.That(others, Is.Empty, "use OutgoingHttp");
        Assert.That(own, Is.Not.Empty);
    }

    [Test]
    public void Hosting_depends_on_the_platform_and_on_what_sends_telemetry_only()
    {
        var foreign = typeof(Hosting.Http.OutgoingHttp).Assembly.GetReferencedAssemblies()
            // The platform's own logging is a part of it.
            .Where(static name => !name.Name!.StartsWith("System.", StringComparison.Ordinal) && !name.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                && !name.Name.StartsWith("OpenTelemetry", StringComparison.Ordinal));

        Assert.That(foreign.Select(static name => name.Name), Is.Empty);
    }

    /// <summary>An own handler, a client with the framework's own one, TLS settings of a client.</summary>
    [GeneratedRegex(
        @"\b(SocketsHttpHandler|HttpClientHandler|SslClientAuthenticationOptions|ClientWebSocket)\b"
        + @"|new HttpClient\s*(\(\s*\)|\{)|\bAuthenticateAsClient")]
    private static partial Regex OwnWay();
}
