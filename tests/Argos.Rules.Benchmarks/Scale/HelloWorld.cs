using System.Diagnostics;
using System.Globalization;
using System.Net;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>The smallest web program, published as the engine is: how long this machine takes to start anything of the kind.</summary>
internal sealed class HelloWorld(string folder)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>hello</AssemblyName>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
        </Project>
        """;

    private const string Program = """
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, int.Parse(args[0])));
        await using var app = builder.Build();
        app.Run(static http => http.Response.WriteAsync("hello"));
        await app.RunAsync();
        """;

    private readonly string _published = Path.Combine(folder, "hello");

    /// <summary>Writes the project.</summary>
    /// <returns>Where it is, and where to publish it to.</returns>
    public (string Project, string To) Write()
    {
        var sources = Directory.CreateDirectory(Path.Combine(folder, "hello-sources")).FullName;
        File.WriteAllText(Path.Combine(sources, "hello.csproj"), Project);
        File.WriteAllText(Path.Combine(sources, "Program.cs"), Program);
        return (sources, _published);
    }

    /// <summary>Starts it and ends it.</summary>
    /// <returns>How long until it listened, in seconds, and its processor time until then.</returns>
    public async Task<(double Listening, double Cpu)> StartAsync()
    {
        var port = FreePort.Next();
        var clock = Stopwatch.StartNew();
        await using var process = ChildProcess.StartDotnet("hello", Path.Combine(_published, "hello.dll"), [port.ToString(CultureInfo.InvariantCulture)], folder);
        await EngineUnderLoad.ListeningAsync(process, new IPEndPoint(IPAddress.Loopback, port));
        return (clock.Elapsed.TotalSeconds, ProcessCpu.Seconds(process.Id));
    }
}
