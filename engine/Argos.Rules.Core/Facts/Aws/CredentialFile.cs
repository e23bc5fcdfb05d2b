using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>Files with credentials, read at each use because they are renewed.</summary>
internal static class CredentialFile
{
    /// <exception cref="FactUnreachableException">It cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactUnreachableException($"`{file}` cannot be read");
        }
    }
}
