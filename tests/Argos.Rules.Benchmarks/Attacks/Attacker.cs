using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Attacks;

/// <summary>
/// A flood in a process of its own, which runs only while nothing else would: attackers bring their own machines, and here there is one. It
/// ends when its input does.
/// </summary>
internal static class Attacker
{
    /// <summary>The command that makes this program one.</summary>
    public const string Command = "attacker";

    // Who attacks has an address of its own.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.9");

    /// <summary>Starts one.</summary>
    public static ChildProcess Start(AttackPlan plan, string folder) => ChildProcess.Start(
        plan.Name, "chrt", ["--idle", "0", "dotnet", "exec", typeof(Attacker).Assembly.Location, Command, plan.Kind, Text(plan.Port),
            Text(plan.AtOnce), Text(plan.PerSecond), plan.Files?.Certificate ?? "", plan.Files?.Key ?? "", plan.BodyFile], folder);

    /// <summary>Attacks until it is killed.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var listener = new IPEndPoint(IPAddress.Loopback, int.Parse(arguments[1], CultureInfo.InvariantCulture));
        using var client = arguments[4].Length > 0 ? X509Certificate2.CreateFromPemFile(arguments[4], arguments[5]) : null;
        var body = arguments[6].Length > 0 ? await File.ReadAllBytesAsync(arguments[6]) : [];
        var attack = Of(arguments[0], listener, new CallbackClient(listener, client) { From = Elsewhere }, body);
        await using var flood = Flood.Start(attack, int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture), TimeProvider.System);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"begun {flood.Begun}, open {flood.Open}, ended {string.Join(", ", flood.Ends.Select(static e => $"{e.Key}: {e.Value}"))}"));
        }
    }

    private static IAttack Of(string kind, IPEndPoint listener, CallbackClient caller, byte[] body) => kind switch
    {
        "call" => new Call(caller, body),
        "tls" => new SilentTls(caller),
        "half" => new SilentConnection(listener, SilentConnection.HalfHandshake) { From = Elsewhere },
        _ => new SilentConnection(listener) { From = Elsewhere },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What an attacker does.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind"><c>call</c>, <c>tls</c>, <c>half</c> or <c>tcp</c>.</param>
/// <param name="Port">Which listener of this machine.</param>
/// <param name="AtOnce">How many at once.</param>
/// <param name="PerSecond">How many begin in a second at most.</param>
internal sealed record AttackPlan(string Name, string Kind, int Port, int AtOnce, int PerSecond)
{
    /// <summary>The certificate that is shown, and its key.</summary>
    public PemFiles? Files { get; init; }

    /// <summary>What is posted.</summary>
    public string BodyFile { get; init; } = "";
}
