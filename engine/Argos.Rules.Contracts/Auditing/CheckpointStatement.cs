using System.Globalization;
using System.Text;

namespace Argos.Rules.Contracts.Auditing;

/// <summary>What the signature of a checkpoint is made over: UTF-8, a line feed between the parts.</summary>
internal static class CheckpointStatement
{
    /// <summary>RSASSA-PSS with SHA-256 (RFC 7518: <c>PS256</c>).</summary>
    public const string Rsa = "PS256";

    /// <summary>ECDSA with SHA-256, the two numbers one after the other (IEEE P1363).</summary>
    public const string Ecdsa = "ECDSA-SHA256";

    /// <summary>A time as it is signed.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The text that is signed.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="sequence">The number of the checkpoint.</param>
    /// <param name="head">The hash of the record before it, lower-case hex.</param>
    /// <param name="time">The checkpoint's time, to the second.</param>
    public static byte[] Of(string replica, long sequence, string head, string time) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"argos-audit-checkpoint/1\n{replica}\n{sequence}\n{head}\n{time}"));
}
