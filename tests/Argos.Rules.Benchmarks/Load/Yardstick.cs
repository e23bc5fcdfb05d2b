using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>An endpoint that reads the body and answers the same text: what HTTP itself costs on this machine.</summary>
internal static class Yardstick
{
    public const string Command = "yardstick";

    /// <summary>Serves until it is killed: <c>port tlsPort certificate key</c>.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var certificate = X509Certificate2.CreateFromPemFile(args[2], args[3]);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture));
            kestrel.Listen(IPAddress.Loopback, int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture), listener => listener.UseHttps(certificate, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.AllowAnyClientCertificate();
            }));
        });
        await using var app = builder.Build();
        app.Run(static async http =>
        {
            var buffer = new byte[16 * 1024];
            while (await http.Request.Body.ReadAsync(buffer) > 0)
            {
            }
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Answer.Length;
            await http.Response.Body.WriteAsync(Answer);
        });
        await app.RunAsync();
        return 0;
    }

    private static ReadOnlyMemory<byte> Answer { get; } = "{\"result\":{\"outcome\":\"allowed\"}}"u8.ToArray();
}
