using System.Text;

namespace Argos.Rules.Enrollment;

/// <summary>One attempt: makes the request, asks ZTS, checks the answer, and puts the pair on disk. A pair that works is replaced by nothing less.</summary>
internal sealed class EnrollmentClient(CertificatesOptions options, CertificateFolder folder, TimeProvider time)
{
    private const int MaximumFileBytes = 1 << 16;

    private readonly ZtsClient _zts = new(options);

    /// <summary>Obtains a certificate.</summary>
    /// <param name="register">Registers again with the register token, though there is a certificate that could be refreshed.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<CertificateOutcome> ObtainAsync(bool register, CancellationToken cancellation)
    {
        try
        {
            return options.WithServiceKey ? await WithServiceKeyAsync(cancellation) : await WithRegisterTokenAsync(register, cancellation);
        }
        catch (ZtsUnavailableException e)
        {
            return new CertificateOutcome.Failed(CertificateFailure.Unreachable, e.Message);
        }
        catch (LocalFileException e)
        {
            return new CertificateOutcome.Failed(CertificateFailure.Local, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CertificateOutcome.Failed(CertificateFailure.Local, "the certificate cannot be written: " + e.Message.ReplaceLineEndings(" "));
        }
    }

    private async Task<CertificateOutcome> WithServiceKeyAsync(CancellationToken cancellation)
    {
        using var key = PrivateKey.FromPem(ReadText(options.ServiceKeyFile))
            ?? throw new LocalFileException($"`{options.ServiceKeyFile}` holds no RSA (2048 bits or more) or ECDSA private key in PEM, not encrypted", null);
        var token = PrincipalToken.Create(options, key, Environment.MachineName, time.GetUtcNow());
        return Take(await _zts.RefreshServiceAsync(SigningRequest.Pem(options, key), token, cancellation), key);
    }

    private async Task<CertificateOutcome> WithRegisterTokenAsync(bool register, CancellationToken cancellation)
    {
        var token = ReadText(options.TokenFile).Trim();
        if (token.Length == 0) throw new LocalFileException($"`{options.TokenFile}` is empty", null);
        var current = register ? null : Refreshable();
        using var key = (options.KeepKey && current is not null ? PrivateKey.FromPem(current.Key) : null) ?? PrivateKey.Create(options.KeyKind);
        var csr = SigningRequest.Pem(options, key);
        if (current is null) return Take(await _zts.RegisterAsync(csr, token, cancellation), key);
        using var shown = current.Open();
        return Take(await _zts.RefreshInstanceAsync(csr, token, shown, cancellation), key);
    }

    /// <summary>The pair on disk, when ZTS could take it as the credential of a refresh.</summary>
    private CertificatePair? Refreshable() =>
        folder.Read() is { } pair && pair.CommonName == options.Identity && pair.NotAfter > time.GetUtcNow() ? pair : null;

    private CertificateOutcome Take(ZtsResponse answer, PrivateKey key)
    {
        if (answer.Status is < 200 or > 299)
        {
            var kind = answer.Status is 429 or >= 500 ? CertificateFailure.Unreachable : CertificateFailure.Refused;
            return new CertificateOutcome.Failed(kind, $"ZTS answered {answer.Status}{(answer.Message.Length > 0 ? ": " + answer.Message : "")}");
        }
        var (pair, problem) = CertificateCheck.Pair(answer, options.Identity, key, time.GetUtcNow());
        if (pair is null) return new CertificateOutcome.Failed(CertificateFailure.Unusable, problem!);
        folder.Write(pair);
        return new CertificateOutcome.Obtained(pair);
    }

    private static string ReadText(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumFileBytes)
                throw new LocalFileException($"`{path}` is too large to be a key or a token", null);
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"`{path}` cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
