using System.Collections.Frozen;
using System.Reflection;

namespace Argos.Rules.Sandbox.AllowLists;

/// <summary>
/// The types and members that exist for a policy, read from the data files beside this class. Keys are those of documentation
/// comments: <c>System.String</c> and <c>System.String.Substring(System.Int32)</c>.
/// </summary>
internal sealed class AllowList
{
    private readonly FrozenSet<string> _types;
    private readonly FrozenSet<string> _members;

    private AllowList(HashSet<string> types, HashSet<string> members) =>
        (_types, _members) = (types.ToFrozenSet(StringComparer.Ordinal), members.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>What a policy may name.</summary>
    public static AllowList Language { get; } = Read("language.txt");

    /// <summary>What may be in a compiled policy besides that.</summary>
    public static AllowList Compiler { get; } = Read("compiler.txt");

    public IEnumerable<string> Types => _types;

    public IEnumerable<string> Members => _members;

    public bool HasType(string key) => _types.Contains(key) || SequenceMethods.HasType(key, this == Language);

    public bool HasMember(string key) => _members.Contains(key) || SequenceMethods.HasMember(key, this == Language);

    private static AllowList Read(string name)
    {
        var (types, members) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(AllowList).Namespace}.{name}")
            ?? throw new InvalidOperationException($"the resource `{name}` is missing");
        using var reader = new StreamReader(stream);
        var type = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] is '#' && !line.StartsWith("#ctor", StringComparison.Ordinal) || line[0] == ';') continue;
            if (line[0] == '[') types.Add(type = line[1..^1]);
            else members.Add($"{type}.{line}");
        }
        return new AllowList(types, members);
    }
}
