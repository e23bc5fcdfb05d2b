using System.Diagnostics;
using System.Security.Cryptography;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>What one RSA-2048 verification costs on this machine: the part of a decision that no engine can avoid.</summary>
internal static class BareVerification
{
    /// <summary>Processor time of one verification, in microseconds.</summary>
    public static double Microseconds()
    {
        using var key = RSA.Create(2048);
        var hash = SHA256.HashData("a token"u8);
        var signature = key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        const int Rounds = 20_000;
        Verify(key, hash, signature, Rounds / 10);
        var before = ProcessCpu.Seconds(Environment.ProcessId);
        Verify(key, hash, signature, Rounds);
        return (ProcessCpu.Seconds(Environment.ProcessId) - before) / Rounds * 1_000_000;
    }

    private static void Verify(RSA key, byte[] hash, byte[] signature, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            if (!key.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) throw new UnreachableException();
        }
    }
}
