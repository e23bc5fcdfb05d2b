using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Argos.Rules.Core.Trials;

/// <summary>The frames between the engine and its trial process: one byte for the kind, then JSON or bytes.</summary>
internal static class TrialFrame
{
    /// <summary>The largest frame. A document that a policy reads may be large.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>How many different values one evaluation may ask for.</summary>
    public const int MaximumAsked = 1000;

    public const byte Evaluation = 1;
    public const byte Admission = 2;
    public const byte Ask = 3;
    public const byte Answer = 4;
    public const byte Missing = 5;
    public const byte Value = 6;
    public const byte PodWithJson = 7;

    public static byte[] Of<T>(byte kind, T message, JsonTypeInfo<T> type) => Of(kind, JsonSerializer.SerializeToUtf8Bytes(message, type));

    public static byte[] Of(byte kind, ReadOnlySpan<byte> content = default)
    {
        var frame = new byte[1 + content.Length];
        frame[0] = kind;
        content.CopyTo(frame.AsSpan(1));
        return frame;
    }

    /// <exception cref="InvalidDataException">It is not such a frame.</exception>
    public static T Read<T>(byte[] frame, JsonTypeInfo<T> type)
    {
        try
        {
            if (frame.Length > 1 && JsonSerializer.Deserialize(frame.AsSpan(1), type) is { } message) return message;
        }
        catch (JsonException)
        {
            // Reported below, without what the exception quotes.
        }
        throw new InvalidDataException("a frame of the trial process cannot be read");
    }
}
