using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.FakeSia;

/// <summary>What a workload's own container sees of its certificate: each one that appears in the volume, with the key that fits it.</summary>
internal static class CertificateWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(SiaSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        var last = "";
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        do
        {
            try
            {
                using var pair = X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
                if (pair.SerialNumber == last) continue;
                last = pair.SerialNumber;
                await output.WriteLineAsync($"certificate {pair.GetNameInfo(X509NameType.SimpleName, forIssuer: false)} {last}");
            }
            catch (Exception problem) when (problem is CryptographicException or IOException)
            {
                // Between the two files of a replaced pair.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return 0;
    }
}
