using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Argos.Rules.TestKit.Fuzz;

/// <summary>Tries what strangers may send: some thousand inputs in an ordinary run, a number of one's own in a long one.</summary>
public static class FuzzRuns
{
    private const string Variable = "ARGOS_FUZZ_RUNS";

    /// <summary>A file to which each target adds a line with its name and the number of its inputs.</summary>
    private const string CountsVariable = "ARGOS_FUZZ_COUNTS";

    private static readonly Lock Counting = new();

    /// <summary>Whether this is a long run (`--target=Long`), which has the machine to itself.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Inputs a target.</summary>
    public static long Count { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? asked : 3000;

    /// <summary>
    /// Tries the seeds and the inputs that failed once, and then what is made of them. An input that fails is shown shrunk and kept in
    /// the target's file of seeds, so that it is tried for ever.
    /// </summary>
    /// <param name="target">What is tried; the name of its folder of seeds.</param>
    /// <param name="seeds">Good inputs.</param>
    /// <param name="words">What means something to the reader.</param>
    /// <param name="check">Throws when the input is treated wrongly.</param>
    /// <param name="share">How many inputs, in hundredths: fewer where one takes long.</param>
    public static void Try(string target, IReadOnlyList<string> seeds, IReadOnlyList<string> words, Action<string> check, int share = 100)
    {
        var kept = new FuzzSeeds(target);
        var started = Stopwatch.GetTimestamp();
        string[] all = [.. seeds, .. kept.Read()];
        foreach (var seed in all) check(seed);
        var failures = new List<string>();
        var count = Math.Max(1, Count * share / 100);
        try
        {
            Mutations.Of(all, words).Sample(Checked, iter: count, threads: 1, print: static text => $"\n{FuzzSeeds.Escape(text)}\n");
        }
        catch (CsCheckException) when (failures.Count > 0)
        {
            kept.Keep(failures.MinBy(static text => text.Length)!);
            throw;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fuzz {target}: {count + all.Length} inputs, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
        if (Environment.GetEnvironmentVariable(CountsVariable) is { Length: > 0 } counts) AddTo(counts, target, count + all.Length);

        void Checked(string text)
        {
            try
            {
                check(text);
            }
            catch
            {
                failures.Add(text);
                throw;
            }
        }
    }

    /// <summary>The same for what is read as bytes: each character of an input is one.</summary>
    public static void TryBytes(string target, IReadOnlyList<byte[]> seeds, IReadOnlyList<string> words, Action<byte[]> check,
        int share = 100) =>
        Try(target, [.. seeds.Select(static s => Encoding.Latin1.GetString(s))], words, text => check(Bytes(text)), share);

    /// <summary>
    /// The text as a JSON document; <see langword="null"/> when it is none: such a text does not get as far as the
    /// target.
    /// </summary>
    public static JsonElement? Json(string text)
    {
        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void AddTo(string file, string target, long inputs)
    {
        lock (Counting) File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{target} {inputs}\n"));
    }

    /// <summary>The text as it arrives in UTF-8: half a character is none.</summary>
    public static string Unicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)text[i];
        return bytes;
    }
}
