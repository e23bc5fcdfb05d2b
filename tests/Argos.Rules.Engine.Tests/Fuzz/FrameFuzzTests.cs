using System.Text;
using System.Text.Json;
using Argos.Rules.Compiler;
using Argos.Rules.Core.Trials;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>
/// What arrives from the compiler and the trial process: read, or refused as no frame. These processes run what is not trusted, and
/// nothing that they send may do more than end them.
/// </summary>
[Category("Long")]
internal sealed class FrameFuzzTests
{
    private const string Source =
        "var pairs = Input.SanDns.Select(d => (d, d.Length)).ToList(); "
        + "if (Matches(Input.Domain, \"[a-z]+\")) return Deny(\"no\", $\"{pairs.Count}\"); return Allow();";

    private static readonly string[] Words =
    [
        "\u0000\u0000\u0000\u0000", "\u0001\u0000\u0000\u0000", "\u00ff\u00ff\u00ff\u00ff", "\u00ff\u00ff\u00ff\u007f",
        "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0080\u0080\u0080\u0080\u0080\u0080", "\u0000\u0000\u0020\u0000", "BSJB", "#~", "#Strings", "#Blob", "#US", "MZ",
        "null", "[null]", "[]", "{}", "\"Results\":null", "\"Results\":[null]", "\"IsLast\":true", "1e999",
    ];

    [Test]
    public void Response_of_the_compiler_is_read_or_refused()
    {
        var good = CompileMessage.Response(PolicyCompiler.Compile("p", Source, default));
        var bad = CompileMessage.Response(PolicyCompiler.Compile("p", "return Deny(x);\nvar y = 1;", default));
        var traced = CompileMessage.Response(PolicyCompiler.CompileTraced("p", Source, default));
        FuzzRuns.TryBytes("compiler-response", [bad, good, traced], Words, static frame =>
        {
            if (Read(() => CompileMessage.ReadResponse("p", frame)) is not { } result) return;
            Assert.That(result.Diagnostics.Any(static d => d is null || d.Code is null || d.Message is null), Is.False);
            if (result.Policy is { } policy) Assert.That(policy.Image.IsDefault || policy.Symbols.IsDefault || policy.Sites.IsDefault,
                Is.False);
        });
    }

    [Test]
    public void Request_to_the_compiler_is_read_or_refused() =>
        FuzzRuns.TryBytes("compiler-request", [CompileMessage.Request("p", Source, traced: true)], Words, static frame =>
            Read(() => CompileMessage.ReadRequest(frame)));

    /// <summary>An image is refused by the gate, or is one that can be rewritten; the gate itself never fails.</summary>
    [Test]
    public void Image_is_refused_or_verified()
    {
        var compiled = PolicyCompiler.Compile("p", Source, default).Policy!;
        FuzzRuns.TryBytes("image", [[.. compiled.Image]], Words, image =>
        {
            var problems = ImageGate.Check("p", new CompiledPolicy([.. image], compiled.Symbols));
            Assert.That(problems.Any(static p => string.IsNullOrEmpty(p.Message)), Is.False);
        }, share: 30);
    }

    [Test]
    public void Frames_are_received_whole_or_refused() =>
        FuzzRuns.TryBytes("frame", [[3, 0, 0, 0, 1, 2, 3, 1, 0, 0, 0, 9], [0, 0, 0, 0]], Words, static bytes =>
    {
        using var stream = new MemoryStream(bytes);
        while (Read(() => Frames.ReceiveAsync(stream, 1024, default).GetAwaiter().GetResult()) is { } frame) Assert.That(frame,
            Has.Length.LessThanOrEqualTo(1024));
    });

    [Test]
    public void Answer_of_the_trial_process_is_whole_or_refused()
    {
        string[] seeds =
        [
            """
            {"Results":[{"policy":"a","hash":"h","outcome":"deny","enforced":true,"code":"no","detail":"d","elapsedMicroseconds":1.5}],
            "Pods":[],"Tokens":[],"Facts":[],"Traces":[],"Exhausted":["a"],"IsLast":false}
            """,
            """{"Diagnostics":[{"code":"c","message":"m","location":{"file":"f","row":1,"col":2},"severity":"error"}],"IsLast":true}""",
            """{"Kind":1,"Key":"kubernetes/pods/a/b","Parts":["x"]}""",
        ];
        FuzzRuns.Try("trial-answer", seeds, Words, static text =>
        {
            var frame = TrialFrame.Of(TrialFrame.Answer, Encoding.UTF8.GetBytes(text));
            if (Read(() => TrialFrame.Read(frame, TrialJson.Default.EvaluationResponse)) is { } answer
                && answer.IsWhole) JsonSerializer.Serialize(answer, TrialJson.Default.EvaluationResponse);
            if (Read(() => TrialFrame.Read(frame, TrialJson.Default.AdmissionResponse)) is { } admission
                && admission.IsWhole) JsonSerializer.Serialize(admission, TrialJson.Default.AdmissionResponse);
            if (Read(() => TrialFrame.Read(frame, TrialJson.Default.TrialAsk)) is not { } ask) return;
            Read(() => new TrialAnswers(new Dictionary<string, CompiledPolicy>(), null, null).To(ask));
        });
    }

    /// <summary>What the other side's faults are to be.</summary>
    private static T? Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            return default;
        }
    }
}
