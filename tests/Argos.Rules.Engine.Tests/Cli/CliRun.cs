using Argos.Rules.Cli;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Compiler;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>A folder of its own in which commands run, in this process, with their output kept.</summary>
internal sealed class CliRun : IDisposable
{
    public const string Policy = """
        // ---
        // title: Small teams
        // providers: ["test.*"]
        // ---
        if (Input.Service == "admin") return Deny("service-reserved", "nobody is admin");
        if (!Data["teams"].Texts.Contains(Input.Domain)) return Wait("teams", "team-unknown");
        return Allow(certExpiryMinutes: 60);

        """;

    public const string Tests = """
        now: 2026-03-01T12:00:00Z
        data: {teams: [shop]}
        base: {provider: test.one, domain: shop, service: web, attestation: secret-attestation, attributes: {instanceId: u-1}}
        cases:
          - name: a known team
            expect: {outcome: allowed, attributes: {certExpiryTime: "60"}}
          - name: the reserved service
            with: {service: admin}
            expect: {codes: [service-reserved]}
          - name: an unknown team
            with: {domain: other}
            expect: {outcome: undecided, codes: [team-unknown]}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argos-cli-");

    public string Folder => _folder.FullName;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public bool Colours { get; init; }

    public bool Watched { get; init; }

    public CliRun Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>Runs a command line; its exit code.</summary>
    public async Task<int> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await ArgosCommand.RunAsync(args, Terminal(output, error, CancellationToken.None));
        (Output, Error) = (output.ToString(), error.ToString());
        return exit;
    }

    public Terminal Terminal(TextWriter output, TextWriter error, CancellationToken cancellation) =>
        new()
        {
            Out = output,
            Error = error,
            Folder = Folder,
            Colours = Colours,
            Watched = Watched,
            Cancellation = cancellation,
            // The process of the compiler has its own tests, and starting it takes a second.
            Compile = static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)),
            CompileTraced = static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)),
        };

    public void Dispose() => _folder.Delete(recursive: true);
}
