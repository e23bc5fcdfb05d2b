using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Tests.Data;

internal sealed class SetDigestTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1021)]
    [TestCase(1022)]
    [TestCase(1023)]
    [TestCase(5000)]
    public void Hash_is_of_key_NUL_and_content_whatever_the_length(int length)
    {
        var content = Encoding.ASCII.GetBytes(new string('x', length));
        byte[] all = [.. "é"u8, 0, .. content];

        var hash = SetDigest.HashOf("é", content);

        Assert.That(hash, Is.EqualTo(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(all))));
    }
}
