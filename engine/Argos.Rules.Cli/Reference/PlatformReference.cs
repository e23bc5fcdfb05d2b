using System.Reflection;
using System.Text;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;

namespace Argos.Rules.Cli.Reference;

/// <summary>What a policy may use of .NET itself, by type: the names on the sandbox's list, and the methods of sequences.</summary>
internal static class PlatformReference
{
    private const string Constructor = "#ctor";

    public static void Write(StringBuilder text)
    {
        text.Append("\n## Types of the platform\n\nOf each type these members and no others; `argos check` says what to write instead. Comparisons of texts are ordinal or say how they compare.\n\n");
        foreach (var type in AllowList.Language.Types.Where(static t => LanguageAssemblies.Find(t) is null && !t.StartsWith("Argos.", StringComparison.Ordinal) && !t.EndsWith("Enumerator", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var members = Members(type).ToArray();
            text.Append($"- `{type}`{(members.Length == 0 ? "" : ": " + string.Join(", ", members.Select(static m => $"`{m}`")))}\n");
        }
        text.Append("\n## Methods of sequences\n\nOn everything that `foreach` walks over: ");
        text.AppendJoin(", ", Sequences().Select(static m => $"`{m}`")).Append(".\n");
    }

    private static IEnumerable<string> Members(string type) => AllowList.Language.Members
        .Where(m => m.StartsWith(type + ".", StringComparison.Ordinal)).Select(m => m[(type.Length + 1)..].Split('(')[0])
        // What is behind another dot is of a type inside this one; an operator is written, not named.
        .Where(static m => !m.Contains('.', StringComparison.Ordinal) && !m.StartsWith("op_", StringComparison.Ordinal) && m is not ("GetEnumerator" or "Deconstruct"))
        .Select(static m => m == Constructor ? "new" : m.Split('`')[0]).Select(static m => m.StartsWith("get_", StringComparison.Ordinal) ? m["get_".Length..] : m)
        .Select(static m => m is "Chars" or "Item" ? "[]" : m).Where(static m => !m.StartsWith("set_", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sequences() => typeof(Sandbox.Runtime.Linq.Sequences).Assembly.GetExportedTypes().Where(static t => t.Namespace == typeof(Sandbox.Runtime.Linq.Sequences).Namespace && t.IsAbstract && t.IsSealed)
        .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Select(static m => m.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
