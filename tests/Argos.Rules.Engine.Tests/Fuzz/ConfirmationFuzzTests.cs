using System.Text;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Fuzz;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Bodies of callbacks: taken, 400 or 413; and what is taken becomes an input or a refusal.</summary>
[Category("Long")]
internal sealed class ConfirmationFuzzTests
{
    private static readonly string[] Seeds =
    [
        """
        {"provider":"k8s.cluster1.identityd","domain":"media.sports","service":"api","attestationData":"a.b.c","attributes":
        {"instanceId":"i","clientIP":"10.1.2.3","sanDNS":"a.b,c.d","sanIP":"10.1.2.3,2001:db8:0:0:0:0:0:1",
        "sanURI":"spiffe://media.sports/sa/api"}}
        """,
        """{"provider":"p.q","domain":"d","service":"s","attestationData":null}""",
        """{"provider":"p.q","domain":"d","service":"s","attestationData":"","attributes":{"sanDNS":"","hostname":"h"}} """,
        """
        {"provider":"athenz.aws.us-west-2","domain":"d","service":"s",
        "attestationData":"{\"role\":\"d.s\",\"access\":\"a\",\"secret\":\"s\",\"token\":\"t\",\"document\":\"{}\"}"}
        """,
        "null",
        "[]",
    ];

    private static readonly string[] Words =
    [
        "\"provider\":", "\"attributes\":", "\"attestationData\":", "\"sanDNS\":\"", "\"sanIP\":", "\"clientIP\":\"[::1]\"", "010.0.0.1",
        "::ffff:10.1.2.3", "%eth0", "\\ud800", "\\\"", "{\"a\":",
    ];

    private readonly ConfirmationReader _reader = new(new CallbackOptions(), TimeProvider.System);

    [Test]
    public void Body_is_taken_or_refused() => FuzzRuns.Try("confirmation", Seeds, Words, Try);

    /// <summary>As UTF-8, and one byte a character, which mostly is none.</summary>
    private void Try(string text)
    {
        Try(Encoding.UTF8.GetBytes(text));
        Try(Encoding.Latin1.GetBytes(text));
    }

    private void Try(byte[] body)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);

        var read = _reader.ReadAsync(http.Request, CancellationToken.None).GetAwaiter().GetResult();
        read.Memory?.Dispose();
        Assert.That(_reader.BytesInWork, Is.Zero);

        Assert.That(read.Status, Is.AnyOf(200, 400, 413));
        Assert.That(read.Confirmation is null, Is.EqualTo(read.Status != 200));
        Assert.That(read.Problem, Does.Not.Contain("\n").And.Length.LessThan(300));
        if (read.Confirmation is null) return;
        foreach (var operation in new[] { InstanceOperation.Register, InstanceOperation.Refresh })
        {
            var (input, problem) = PolicyInputReader.Read(read.Confirmation, operation);
            Assert.That(input is null, Is.EqualTo(problem is not null));
        }
    }
}
