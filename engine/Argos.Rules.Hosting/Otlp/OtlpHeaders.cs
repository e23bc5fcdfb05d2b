using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Hosting.Otlp;

/// <summary>The file with headers for the collector: <c>name=value</c> in each line, values as they are; empty lines and those that begin with <c>#</c> do not count.</summary>
public static class OtlpHeaders
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="problem">What is wrong; it quotes nothing, for the file may hold a credential.</param>
    public static bool TryRead(string file, [NotNullWhen(true)] out IReadOnlyList<KeyValuePair<string, string>>? headers, [NotNullWhen(false)] out string? problem)
    {
        (headers, problem) = (null, null);
        try
        {
            var all = new List<KeyValuePair<string, string>>();
            foreach (var (number, line) in File.ReadLines(file).Index())
            {
                var text = line.Trim();
                if (text.Length == 0 || text[0] == '#') continue;
                var cut = text.IndexOf('=', StringComparison.Ordinal);
                if (cut < 1 || !IsName(text.AsSpan(0, cut).Trim())) problem = $"has no header `name=value` in line {number + 1}";
                else all.Add(new(text[..cut].Trim(), text[(cut + 1)..].Trim()));
                if (problem is not null) return false;
            }
            headers = all;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot be read ({e.GetType().Name})";
            return false;
        }
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        }
        return true;
    }
}
