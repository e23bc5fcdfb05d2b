using System.Globalization;
using System.Text;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>Texts that no limit of ours catches and that a compiler chokes on.</summary>
internal static class Bomb
{
    /// <summary>Each line doubles the size of a type.</summary>
    public static string DoublingTuples(int lines)
    {
        var text = new StringBuilder("var t0 = (1, 2);\n");
        for (var i = 1; i <= lines; i++) text.Append(CultureInfo.InvariantCulture, $"var t{i} = (t{i - 1}, t{i - 1});\n");
        return text.Append("return Allow();\n").ToString();
    }
}
