using System.Security.Cryptography;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>One RSA key for all agents of the tests: making one takes longer than the rest of a test.</summary>
internal static class TestKey
{
    public static RSA Shared { get; } = RSA.Create(2048);
}
