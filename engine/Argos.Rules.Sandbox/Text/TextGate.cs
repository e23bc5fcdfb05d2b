using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Sandbox.Text;

/// <summary>
/// The first gate: our own look at the text, in the engine, before any compiler sees it. It refuses what makes a compiler
/// explode (directives, deep depth) and what makes a reader see another text than the compiler does.
/// </summary>
internal static class TextGate
{
    /// <summary>Checks a text; nothing when it may go on to the compiler.</summary>
    public static ImmutableArray<Diagnostic> Check(string id, string source)
    {
        var bytes = Encoding.UTF8.GetByteCount(source);
        if (bytes > TextLimits.Bytes)
        {
            var (row, col) = TextPlace.Behind(source, TextLimits.Bytes);
            return [DiagnosticFactory.At(id, row, col, "ARG0101",
                $"the policy has {bytes} bytes and may have {TextLimits.Bytes}; move tables to a data document and read them with `Data`")];
        }
        var text = WithoutMark(source);
        if (string.IsNullOrWhiteSpace(text))
            return [DiagnosticFactory.Whole("ARG0102", "the policy is empty; write at least `return Deny(\"not-implemented\");`")];
        var characters = CharacterCheck.Check(id, text);
        return characters.IsEmpty ? new TextScanner(id, text).Scan() : characters;
    }

    /// <summary>Whether a text with this refusal can still be looked at by a compiler that makes nothing of it: it is empty, or has
    /// directives.</summary>
    public static bool IsHarmless(string code) => code is "ARG0102" or "ARG0107";

    /// <summary>The text without a leading byte order mark, which editors add unseen.</summary>
    public static string WithoutMark(string source) => ByteOrderMark.Without(source);
}
