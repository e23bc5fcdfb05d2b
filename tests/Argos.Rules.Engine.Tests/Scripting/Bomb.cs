using System.Globalization;
using System.Text;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>Texts that no limit of ours catches and that a compiler chokes on.</summary>
internal static class Bomb
{
    /// <summary>Of what passes our own look, what takes the most memory.</summary>
    public static string ArrayLevels => $"int{Repeat("[]", 10000)} x = null!; return Allow();";

    /// <summary>One of each kind that our own look at the text lets through to the compiler.</summary>
    public static IEnumerable<(string Name, string Source)> All =>
    [
        ("generics", $"{Repeat("List<", 5000)}int{Repeat(">", 5000)} x = null!; return Allow();"),
        ("conditional accesses", $"var x = Input{Repeat("?.Domain", 3500)}; return Allow();"),
        ("patterns", $"return Input is {Repeat("not ", 7000)} null ? Allow() : Deny(\"x\");"),
        ("sums", $"var x = {Repeat("1+", 15000)}1; return Allow();"),
        ("prefixes", $"var x = {Repeat("!", 30000)}true; return Allow();"),
        ("lambdas", $"{Repeat("Enumerable.Range(0, 1).Select(a => ", 30)}1{Repeat(")", 30)}; return Allow();"),
        ("doubling lists", $"var l0 = new List<int>(); {string.Concat(Enumerable.Range(1, 40).Select(static i => $"var l{i} = l{i - 1}.Select(a => (l{i - 1}, l{i - 1})).ToList(); "))} return Allow();"),
        ("nullable levels", $"int{Repeat("?", 20000)} x = 1; return Allow();"),
        ("array levels", ArrayLevels),
    ];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>Each line doubles the size of a type.</summary>
    public static string DoublingTuples(int lines)
    {
        var text = new StringBuilder("var t0 = (1, 2);\n");
        for (var i = 1; i <= lines; i++) text.Append(CultureInfo.InvariantCulture, $"var t{i} = (t{i - 1}, t{i - 1});\n");
        return text.Append("return Allow();\n").ToString();
    }
}
