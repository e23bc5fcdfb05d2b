using System.Security.Cryptography;
using Argos.Rules.Core.Files;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// The generated management token. It is made before anything listens, and by a rename, so nobody ever meets a listener without it or half
/// of it. An engine that starts again keeps it: who has read it goes on.
/// </summary>
internal static class TokenFile
{
    private const int Bytes = 32;

    /// <summary>Makes the token, when the settings ask for one and there is none.</summary>
    /// <exception cref="IOException">It cannot be made, or somebody else could have written or read the one that is there.</exception>
    public static void Ensure(ManagementOptions options)
    {
        if (!options.GenerateToken) return;
        var file = options.TokenFile;
        try
        {
            if (!File.Exists(file) || File.ReadAllText(file).Trim().Length == 0) Make(file);
            if (FileOwner.SecretProblem(file) is { } problem) throw new IOException($"`Management:TokenFile` is `{file}`: {problem}; delete it, and a new one is made");
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new IOException($"`Management:TokenFile` is `{file}`, which cannot be made or read: {problem.Message}", problem);
        }
    }

    private static void Make(string file)
    {
        var part = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.part";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(part, how)) writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)) + "\n");
        File.Move(part, file, overwrite: true);
    }
}
