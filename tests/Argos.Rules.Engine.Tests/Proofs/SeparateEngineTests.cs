using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Proofs;

/// <summary>Engines as processes of their own: which code they load, and that they agree.</summary>
[Category("Process")]
[Platform("Linux")]
internal sealed class SeparateEngineTests
{
    private const string Provider = "k8s.cluster1.identityd";

    private static readonly (string Path, string Body)[] Set =
    [
        ("v1/policies/a/allow.csx", "return Allow(certExpiryMinutes: 600, certUsage: \"client\");"),
        ("v1/policies/a/shorter.csx", "return Input.Service == \"short\" ? Allow(certExpiryMinutes: 60) : Allow();"),
        ("v1/policies/b/deny.csx", "return Input.Service == \"denied\" ? Deny(\"b-denies\", $\"{Input.Domain} of {Data[\"teams/media\"][\"owner\"].Text}\") : Allow();"),
        ("v1/policies/b/also.csx", "return Input.Service == \"denied\" || Input.IsRefresh ? Deny(\"also\") : Allow();"),
        ("v1/policies/c/fails.csx", "if (Input.Service == \"fails\") { while (true) { } } return Input.Service == \"throws\" ? Deny(Input.SanDns[0]) : Allow();"),
        ("v1/policies/c/conflict.csx", "return Input.Service == \"conflict\" ? Allow(certUsage: \"codeSigning\") : Allow();"),
        ("v1/policies/d/shadow.csx", "// ---\n// mode: shadow\n// ---\nreturn Deny(\"never\");"),
        ("v1/policies/d/other.csx", "// ---\n// providers: aws.*\n// ---\nreturn Deny(\"never\");"),
        ("v1/policies/e/sorted.csx", "var names = Data[\"teams/media\"][\"names\"].Texts.OrderBy(n => n).ToHashSet(); return names.Contains(Input.Service) ? Deny(\"listed\", string.Join(\",\", names)) : Allow();"),
        ("v1/data/teams/media", """{"owner":"me","names":["listed","z","a"]}"""),
        ($"v1/data/providers/{Provider}", """{"issuer":"https://issuer","audience":"athenz"}"""),
    ];

    private static readonly string[] Services = ["good", "short", "denied", "fails", "throws", "conflict", "listed", "z"];

    [Test]
    public async Task Compiler_is_loaded_in_the_worker_and_never_in_the_engine()
    {
        var folder = Directory.CreateTempSubdirectory("argos-proof-").FullName;
        try
        {
            await using var engine = Start(folder);
            using var http = await OpenAsync(engine);
            await PutAsync(http, "v1/policies/bad.csx", "return Nothing();", refused: true);
            foreach (var (path, body) in Set) await PutAsync(http, path, body);
            foreach (var service in Services) await DecideAsync(http, service, "register");
            using var dryRun = await http.PostAsync("v1/dryrun", new StringContent($$$"""{"input": {{{Confirmation("good")}}}, "explain": "full", "policies": {"x.csx": "return Deny(\"x\");"}}"""));
            Assert.That((int)dryRun.StatusCode, Is.EqualTo(200), await dryRun.Content.ReadAsStringAsync());

            var workers = Children(engine.Process.Id);

            // The compiler, and the process in which candidates are tried out.
            Assert.That(workers, Has.Length.EqualTo(2));
            Assert.That(workers.Count(worker => Compilers(worker).Contains("Microsoft.CodeAnalysis.CSharp.dll")), Is.EqualTo(1));
            Assert.That(Compilers(engine.Process.Id), Is.Empty);
            Assert.That(Mapped(engine.Process.Id), Has.Some.EqualTo("argos-engine.dll"), "the list of what is mapped is read rightly");
            foreach (var worker in workers) Assert.That(await File.ReadAllTextAsync($"/proc/{worker}/environ"), Does.Not.Contain("ARGOS").And.Not.Contain("PATH="));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Two_engines_with_the_same_set_put_in_any_order_decide_byte_identically()
    {
        var folders = new[] { Directory.CreateTempSubdirectory("argos-proof-").FullName, Directory.CreateTempSubdirectory("argos-proof-").FullName };
        try
        {
            await using var one = Start(folders[0]);
            await using var other = Start(folders[1]);
            using var oneHttp = await OpenAsync(one);
            using var otherHttp = await OpenAsync(other);
            foreach (var (path, body) in Set) await PutAsync(oneHttp, path, body);
            // Another order, and another history: texts that were replaced, policies that were taken away again.
            await PutAsync(otherHttp, "v1/policies/a/aaa.csx", "return Deny(\"gone\");");
            await PutAsync(otherHttp, "v1/policies/a/allow.csx", "return Deny(\"replaced\");");
            foreach (var (path, body) in Set.Reverse()) await PutAsync(otherHttp, path, body);
            (await otherHttp.DeleteAsync("v1/policies/a/aaa.csx")).EnsureSuccessStatusCode();

            foreach (var operation in (string[])["register", "refresh"])
            {
                foreach (var service in Services)
                {
                    var answers = (await DecideAsync(oneHttp, service, operation), await DecideAsync(otherHttp, service, operation));
                    Assert.That(answers.Item2, Is.EqualTo(answers.Item1), $"{service}, {operation}");
                }
            }
            Assert.That(await GrantAsync(oneHttp), Is.EqualTo(await GrantAsync(otherHttp)).And.Contains("\"certExpiryTime\":\"600\""));
            Assert.That(await DecideAsync(oneHttp, "denied", "register"), Does.Contain("[\"also\",\"b-denies\"]"));
            Assert.That(await DecideAsync(oneHttp, "fails", "register"), Does.Contain("policy-failed"));
            Assert.That(await DecideAsync(oneHttp, "conflict", "register"), Does.Contain("attributes-conflict"));
        }
        finally
        {
            foreach (var folder in folders) Directory.Delete(folder, recursive: true);
        }
    }

    private static EngineProcess Start(string folder)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Provider(Provider);
        var files = certificate.WriteTo(folder, "server");
        var engine = new EngineProcess(new TestKit.Processes.EngineSettings
        {
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ClientCaFile = authority.WriteTo(folder),
            WorkingDirectory = folder,
            More = ["Sync:RequiredSources=", "Suspension:CallerExhaustions=0"],
        });
        engine.Start();
        return engine;
    }

    private static async Task<HttpClient> OpenAsync(EngineProcess engine)
    {
        var http = new HttpClient { BaseAddress = engine.Management, Timeout = TimeSpan.FromMinutes(2) };
        await Eventually.HoldsAsync(
            async token =>
            {
                engine.Process.ThrowIfExited();
                try
                {
                    using var answer = await http.GetAsync(new Uri("health", UriKind.Relative), token);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the engine to listen",
            TimeSpan.FromSeconds(60),
            CancellationToken.None);
        return http;
    }

    private static async Task PutAsync(HttpClient http, string path, string body, bool refused = false)
    {
        using var put = await http.PutAsync(path, new StringContent(body, Encoding.UTF8, "text/plain"));
        Assert.That(put.IsSuccessStatusCode, Is.EqualTo(!refused), await put.Content.ReadAsStringAsync());
    }

    /// <summary>The decision as it was sent, but for its id, what it took, and the number of writes before it.</summary>
    private static async Task<string> DecideAsync(HttpClient http, string service, string operation)
    {
        using var answer = await http.PostAsync("v1/data/argos/decision", new StringContent($$"""{"input": {{Confirmation(service)}}, "operation": "{{operation}}"}"""));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        var decision = JsonNode.Parse(text)!["result"]!.AsObject();
        Assert.That(decision["policies"]!.AsArray(), Has.Count.EqualTo(7));
        Assert.That(decision.Remove("id") && decision.Remove("revision"), Is.True, text);
        foreach (var policy in decision["policies"]!.AsArray()) Assert.That(policy!.AsObject().Remove("elapsedMicroseconds"), Is.True);
        return decision.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>What ZTS would read, every byte of it.</summary>
    private static async Task<string> GrantAsync(HttpClient http)
    {
        using var answer = await http.PostAsync("v0/data/argos/instance", new StringContent(Confirmation("good")));
        return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static string Confirmation(string service) =>
        $$$"""{"provider":"{{{Provider}}}","domain":"media.sports","service":"{{{service}}}","attestationData":"none","attributes":{"instanceId":"i-1","sanDNS":"A.example.com"}}""";

    private static int[] Children(int parent) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(static n => int.TryParse(n, out _)).Select(static n => int.Parse(n!, CultureInfo.InvariantCulture)).Where(p => ParentOf(p) == parent)];

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static ImmutableArray<string> Mapped(int process) =>
        [.. File.ReadLines($"/proc/{process}/maps").Select(static l => l[(l.LastIndexOf(' ') + 1)..]).Where(static p => p.StartsWith('/')).Select(static p => Path.GetFileName(p)!).Distinct(StringComparer.Ordinal)];

    private static string[] Compilers(int process) => [.. Mapped(process).Where(static m => m.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))];
}
