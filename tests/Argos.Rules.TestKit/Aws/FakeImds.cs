using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Aws;

/// <summary>The instance metadata service of one instance, version 2: a session token first, then the identity document and its signature.</summary>
public sealed class FakeImds : IAsyncDisposable
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";

    private readonly string _session = RandomNumberGenerator.GetHexString(32);
    private readonly InstanceSigner _signer;
    private HttpHost? _host;

    private FakeImds(InstanceSigner signer, string document) => (_signer, Document) = (signer, document);

    /// <summary>Where it is.</summary>
    public Uri Url => _host!.Url;

    /// <summary>The document that is served; another one can be put in its place.</summary>
    public string Document { get; set; }

    /// <summary>Starts the service of an instance.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="instance">What the document says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FakeImds> StartAsync(InstanceSigner signer, InstanceFacts instance, CancellationToken cancellationToken)
    {
        var imds = new FakeImds(signer, Write(instance));
        imds._host = await HttpHost.StartAsync(imds.HandleAsync, null, 0, cancellationToken);
        return imds;
    }

    /// <summary>The document of an instance, as AWS writes it.</summary>
    public static string Write(InstanceFacts instance)
    {
        var json = new JsonObject
        {
            ["accountId"] = instance.Account,
            ["architecture"] = "x86_64",
            ["availabilityZone"] = instance.Region + "a",
            ["imageId"] = "ami-0123456789abcdef0",
            ["instanceId"] = instance.Id,
            ["instanceType"] = "t3.micro",
            ["pendingTime"] = instance.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["privateIp"] = instance.PrivateIp,
            ["region"] = instance.Region,
            ["version"] = "2017-09-30",
        };
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        var hasSession = context.Request.Headers[TokenHeader] == _session;
        var answer = (context.Request.Method, path) switch
        {
            ("PUT", "/latest/api/token") => _session,
            ("GET", "/latest/dynamic/instance-identity/document") when hasSession => Document,
            ("GET", "/latest/dynamic/instance-identity/pkcs7") when hasSession => _signer.Sign(Document),
            ("GET", "/latest/dynamic/instance-identity/rsa2048") when hasSession => _signer.SignRsa(Document),
            _ => null,
        };
        context.Response.StatusCode = answer is not null ? 200 : hasSession ? 404 : 401;
        if (answer is not null) await context.Response.WriteAsync(answer, context.RequestAborted);
    }
}

/// <summary>An instance of EC2.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Its account.</param>
/// <param name="Region">Its region.</param>
/// <param name="PrivateIp">Its address.</param>
/// <param name="Started">When it was started.</param>
public sealed record InstanceFacts(string Id, string Account, string Region, string PrivateIp, DateTimeOffset Started);
