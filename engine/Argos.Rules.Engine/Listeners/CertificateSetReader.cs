using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Engine.Listeners;

/// <summary>Reads the files of a certificate set. A problem names the file and never shows its content.</summary>
internal static class CertificateSetReader
{
    private const int Attempts = 5;

    /// <summary>Reads all three files at once, so that what is compared is what is loaded. A pair that is replaced meanwhile is read again.</summary>
    public static CertificateContents Read(CertificateFiles files)
    {
        for (var attempt = 1; ; attempt++)
        {
            var problems = new List<string>();
            var certificate = ReadFile(files.Certificate, problems);
            var key = ReadFile(files.Key, problems);
            var clientCa = ReadFile(files.ClientCa, problems);
            if (attempt < Attempts && !certificate.AsSpan().SequenceEqual(ReadFile(files.Certificate, problems)))
            {
                CryptographicOperations.ZeroMemory(key);
                continue;
            }
            return new CertificateContents(certificate, key, clientCa, problems.Count == 0 ? null : string.Join("; ", problems.Distinct(StringComparer.Ordinal)));
        }
    }

    /// <summary>Makes a set, or says what is wrong.</summary>
    public static (CertificateSet? Set, string? Problem) Parse(CertificateFiles files, CertificateContents contents)
    {
        if (contents.Problem is not null) return (null, contents.Problem);
        var (chain, clientCa) = (Certificates(contents.Certificate), Certificates(contents.ClientCa));
        var server = chain.Count == 0 ? null : WithKey(contents);
        if (Problems(files, chain, server, clientCa) is { Count: > 0 } problems)
        {
            server?.Dispose();
            return (null, string.Join("; ", problems));
        }
        chain.RemoveAt(0);
        return (new CertificateSet(server!, chain, clientCa), null);
    }

    /// <summary>Everything that is wrong: who sets a pair and a root wrongly hears of both at once.</summary>
    private static List<string> Problems(CertificateFiles files, X509Certificate2Collection chain, X509Certificate2? server, X509Certificate2Collection clientCa)
    {
        var problems = new List<string>();
        if (chain.Count == 0) problems.Add($"`{files.Certificate}` holds no certificate in PEM");
        else if (server is null) problems.Add($"`{files.Key}` holds no private key of the certificate in `{files.Certificate}`: give the two of one pair, in PEM, the key not encrypted");
        if (!HasRoot(clientCa)) problems.Add(NoRoot(files));
        return problems;
    }

    /// <summary>What is wrong with the roots for clients alone.</summary>
    public static string? ClientCaProblem(CertificateFiles files)
    {
        var problems = new List<string>();
        var clientCa = Certificates(ReadFile(files.ClientCa, problems));
        return problems is [var problem] ? problem : HasRoot(clientCa) ? null : NoRoot(files);
    }

    private static bool HasRoot(X509Certificate2Collection clientCa) => clientCa.Any(static ca => ca.SubjectName.RawData.AsSpan().SequenceEqual(ca.IssuerName.RawData));

    private static string NoRoot(CertificateFiles files) => $"`{files.ClientCa}` holds no self-signed root certificate in PEM: put the root of ZTS's client certificate into it";

    private static X509Certificate2Collection Certificates(byte[] pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(ByteOrderMark.Removed(Encoding.UTF8.GetString(pem)));
            return certificates;
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Fails when the key is unreadable, encrypted, or belongs to another certificate.</summary>
    private static X509Certificate2? WithKey(CertificateContents contents)
    {
        var key = new char[Encoding.UTF8.GetMaxCharCount(contents.Key.Length)];
        try
        {
            var length = Encoding.UTF8.GetChars(ByteOrderMark.Without(contents.Key), key);
            var certificate = ByteOrderMark.Removed(Encoding.UTF8.GetString(contents.Certificate));
            return X509Certificate2.CreateFromPem(certificate, key.AsSpan(0, length));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
        finally
        {
            Array.Clear(key);
        }
    }

    private static byte[] ReadFile(string path, List<string> problems)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"`{path}` cannot be read: {e.Message.ReplaceLineEndings(" ")}");
            return [];
        }
    }
}
