using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>Edits the text of a large array in place of a parsed copy: what is before and behind an element is copied as it stands.</summary>
/// <param name="text">The array's text, which was checked when it came in.</param>
internal readonly ref struct ArrayEditor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Makes the text with one edit.</summary>
    /// <param name="segments">Where: an index or <c>-</c>, and what is below it.</param>
    /// <param name="edit">What to do; no PUT.</param>
    /// <param name="path">The whole path, for the message.</param>
    /// <param name="problem">Why there is none.</param>
    public byte[]? Apply(ReadOnlySpan<string> segments, Edit edit, DataPath path, out DataProblem? problem)
    {
        problem = null;
        var adds = segments.Length == 1 && edit.Kind == EditKind.Add;
        var place = Find(segments[0], adds);
        if (place is not { } found)
        {
            problem = new DataProblem(DataProblemKind.NotFound, $"there is no `{path}`, or no parent for it");
            return null;
        }
        if (adds) return Insert(found, JsonMarshal.GetRawUtf8Value(edit.Value));
        if (segments.Length == 1) return edit.Kind == EditKind.Remove ? Remove(found) : Join(_text[..found.Start], JsonMarshal.GetRawUtf8Value(edit.Value), _text[found.End..]);
        var (element, wrong) = DocumentEditor.Apply(JsonText.Parse(_text[found.Start..found.End]), segments[1..], edit, path);
        problem = wrong;
        return wrong is null ? Join(_text[..found.Start], JsonMarshal.GetRawUtf8Value(element), _text[found.End..]) : null;
    }

    // The end of the array is a place to add at: it begins and ends before the bracket.
    private Place? Find(string segment, bool adds)
    {
        if (!(adds && segment == "-") && !DocumentEditor.TryIndex(segment, int.MaxValue, out _)) return null;
        var wanted = DocumentEditor.TryIndex(segment, int.MaxValue, out var index) ? index : int.MaxValue;
        var reader = MemberIndex.Open(_text);
        var (count, before) = (0, -1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (count == wanted) return new Place(start, (int)reader.BytesConsumed, before, IsEnd: false);
            before = (int)reader.BytesConsumed;
            count++;
        }
        var end = (int)reader.TokenStartIndex;
        return adds && (segment == "-" || wanted == count) ? new Place(end, end, before, IsEnd: true) : null;
    }

    private byte[] Insert(Place at, ReadOnlySpan<byte> value) => at.IsEnd
        ? at.Before < 0 ? Join(_text[..at.Start], value, _text[at.Start..]) : Join(_text[..at.Before], ","u8, value, _text[at.Before..])
        : Join(_text[..at.Start], value, ","u8, _text[at.Start..]);

    private byte[] Remove(Place at)
    {
        // With the comma before it; the first one with the comma behind it, if it has one.
        if (at.Before >= 0) return Join(_text[..at.Before], _text[at.End..]);
        var behind = _text[at.End..];
        var comma = behind.IndexOfAnyExcept(" \t\r\n"u8);
        return Join(_text[..at.Start], behind[comma] == (byte)',' ? behind[(comma + 1)..] : behind);
    }

    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default, ReadOnlySpan<byte> fourth = default)
    {
        var all = new byte[first.Length + second.Length + third.Length + fourth.Length];
        first.CopyTo(all);
        second.CopyTo(all.AsSpan(first.Length));
        third.CopyTo(all.AsSpan(first.Length + second.Length));
        fourth.CopyTo(all.AsSpan(first.Length + second.Length + third.Length));
        return all;
    }

    /// <param name="Start">Where an element begins.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Before">Where the one before it ends; negative for the first.</param>
    /// <param name="IsEnd">Whether it is not an element but the end of the array.</param>
    private readonly record struct Place(int Start, int End, int Before, bool IsEnd);
}
