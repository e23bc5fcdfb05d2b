using System.Globalization;
using System.Text;

namespace Argos.Rules.Benchmarks.Activations;

/// <summary>
/// The texts that are put into force one after the other, no two alike: in turns the stock policy and one full of generic code over
/// tuples. That code belongs to the platform, which never unloads it, so its kinds are taken from a limited number.
/// </summary>
internal static class ActivatedText
{
    private const int TuplesOfOne = 8;

    private static readonly string[] Values = ["1", "2L", "'c'", "true", "\"t\"", "2.5"];

    public static string Of(int version, string stock) =>
        string.Create(CultureInfo.InvariantCulture, $"{(version % 2 == 0 ? stock : Tuples(version / 2))}\n// {version}\n");

    private static string Tuples(int version)
    {
        var text = new StringBuilder("var n = 0;\n");
        var first = Values[version % Values.Length];
        for (var i = 0; i < TuplesOfOne; i++)
        {
            var tuple = $"({first}, {Values[i % Values.Length]}, {(i < Values.Length ? "1" : "2L")})";
            text.Append(CultureInfo.InvariantCulture, $"n += Input.SanDns.Select(d => {tuple}).Where(p => n >= 0).Count();\n");
        }
        return text.Append("return n >= 0 ? Allow() : Deny(\"no\");").ToString();
    }
}
