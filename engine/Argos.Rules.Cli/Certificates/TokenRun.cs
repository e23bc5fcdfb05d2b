using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Cli.Certificates;

/// <summary>Asks ZTS for a register token and writes it to its file, which only its owner may read.</summary>
internal sealed class TokenRun(CertificatesOptions options, Terminal terminal)
{
    public async Task<int> RunAsync(string certificateFile, string keyFile, CancellationToken cancellation)
    {
        try
        {
            using var admin = Open(certificateFile, keyFile);
            var answer = await new ZtsClient(options).GetRegisterTokenAsync(admin, cancellation);
            if (answer.Status is not 200 || answer.Certificate.Length == 0) return Fail($"ZTS answered {answer.Status}{(answer.Message.Length > 0 ? ": " + answer.Message : " without a token")}");
            Write(answer.Certificate);
            await terminal.Out.WriteLineAsync($"wrote the register token of instance `{options.InstanceId}` of {options.Identity}; it is good for thirty minutes");
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is ZtsUnavailableException or LocalFileException)
        {
            return Fail(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail("the token cannot be written: " + e.Message.ReplaceLineEndings(" "));
        }
    }

    private static X509Certificate2 Open(string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"`{certificateFile}` and `{keyFile}` cannot be read as a certificate and its private key in PEM", e);
        }
    }

    /// <summary>By a rename: whoever reads the file sees the old token or the new one.</summary>
    private void Write(string token)
    {
        var next = options.TokenFile + ".new";
        File.Delete(next);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(next, how)) writer.Write(token);
        File.Move(next, options.TokenFile, overwrite: true);
    }

    private int Fail(string problem)
    {
        terminal.Error.WriteLine("argos: " + problem);
        return ExitCodes.Failed;
    }
}
