using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.TestKit.Fuzz;

/// <summary>
/// The inputs of one target that failed once: <c>Fuzz/Seeds/TARGET/*.txt</c> below the test project, one input a file, in ASCII with
/// <c>\uXXXX</c> for what is none.
/// </summary>
internal sealed class FuzzSeeds(string target)
{
    private readonly string _folder = Path.Combine(Project(AppContext.BaseDirectory), "Fuzz", "Seeds", target);

    public IEnumerable<string> Read() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, "*.txt").Order(StringComparer.Ordinal)
            .Select(static file => Unescape(File.ReadAllText(file).TrimEnd('\n')))
        : [];

    /// <summary>Keeps an input that failed.</summary>
    public void Keep(string input)
    {
        Directory.CreateDirectory(_folder);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(input)).AsSpan(0, 6));
        var file = Path.Combine(_folder, $"{name}.txt");
        File.WriteAllText(file, Escape(input) + "\n");
        Console.WriteLine($"fuzz {target}: the input that failed is kept in {file}: commit it with the mend");
    }

    /// <summary>A text that can be pasted into a test.</summary>
    public static string Escape(string text) =>
        string.Concat(text.Select(static c => c is >= ' ' and <= '~' and not '\\' ? c.ToString() : $"\\u{(int)c:x4}"));

    private static string Unescape(string text)
    {
        var input = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') input.Append(text[i]);
            else
            {
                input.Append((char)int.Parse(text.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 5;
            }
        }
        return input.ToString();
    }

    private static string Project(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.csproj").Any()) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no folder above `{start}` is a project");
    }
}
