using System.Reflection;
using System.Text;
using Argos.Rules.Cli.Skeletons;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;

namespace Argos.Rules.Cli.Reference;

/// <summary>The reference of the language in Markdown: what is reached from the globals and is on the sandbox's list, no more and no less.</summary>
internal sealed class LanguageReference
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Documentation _documentation = Documentation.Load();
    private readonly StringBuilder _text = new();

    public static string Write()
    {
        var reference = new LanguageReference();
        reference.WriteAll();
        return reference._text.ToString();
    }

    private void WriteAll()
    {
        _text.Append("# The language of policies\n\nWritten by `argos docs`. The members of `PolicyContext` are there without a word before them; a policy ends with `return Allow(...)`, `Deny(...)` or `Wait(...)`.\n");
        foreach (var type in Reached()) WriteType(type);
        PlatformReference.Write(_text);
        EngineReference.WriteBudgets(_text);
        EngineReference.WriteCodes(_text, _documentation);
    }

    /// <summary>One type, the type of a global, or one member: `PolicyInput`, `Input`, `Input.Domain`, `Allow`. Nothing when there is none of that name.</summary>
    public static string? Find(string name)
    {
        var reference = new LanguageReference();
        var parts = name.Split('.');
        var types = Reached();
        var owner = Owner(parts[0], types);
        if (parts.Length == 1 && owner is not null) reference.WriteType(owner);
        else if (parts.Length == 1) reference.WriteMembers(typeof(PolicyContext), parts[0]);
        else if (parts.Length == 2 && owner is not null) reference.WriteMembers(owner, parts[1]);
        return reference._text.Length == 0 ? null : reference._text.ToString().TrimStart('\n');
    }

    /// <summary>What can be asked for by name.</summary>
    public static IEnumerable<string> Names() => Reached().SelectMany(static type => Members(type).Select(m => type == typeof(PolicyContext) ? m.Name : $"{NameOf(type)}.{m.Name}").Append(NameOf(type))).Distinct(StringComparer.Ordinal);

    private static Type? Owner(string name, List<Type> types) =>
        types.FirstOrDefault(t => NameOf(t).Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? typeof(PolicyContext).GetProperties().FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && types.Contains(p.PropertyType))?.PropertyType;

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private void WriteMembers(Type type, string name)
    {
        foreach (var member in Members(type).Where(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) WriteMember(member);
    }

    /// <summary>The types of the language, each after the one that leads to it first; at the end those that a policy can only name itself.</summary>
    private static List<Type> Reached()
    {
        var found = new List<Type> { typeof(PolicyContext) };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var type in Members(found[i]).SelectMany(Types).SelectMany(Inside))
            {
                if (LanguageAssemblies.Has(type) && AllowList.Language.HasType(ReflectionKey.Of(type)) && !found.Contains(type)) found.Add(type);
            }
        }
        return [.. found, .. AllowList.Language.Types.Order(StringComparer.Ordinal).Select(LanguageAssemblies.Find).OfType<Type>().Where(t => !t.IsNested && !found.Contains(t))];
    }

    private void WriteType(Type type)
    {
        _text.Append($"\n## {TypeNames.Of(type)}\n");
        Paragraph(_documentation.Part("T:" + ReflectionKey.Of(type), "summary"));
        Paragraph(_documentation.Part("T:" + ReflectionKey.Of(type), "remarks"));
        if (type.IsEnum) _text.Append('\n').AppendJoin('\n', Enum.GetNames(type).Select(n => $"- `{n}`: {_documentation.Part($"F:{ReflectionKey.Of(type)}.{n}", "summary")}")).Append('\n');
        foreach (var member in Members(type)) WriteMember(member);
    }

    private void WriteMember(MemberInfo member)
    {
        _text.Append($"\n### `{Signature(member)}`\n");
        var key = Key(member);
        Paragraph(_documentation.Part(key, "summary"));
        var parameters = _documentation.Parameters(key).ToArray();
        if (parameters.Length > 0) _text.Append('\n').AppendJoin('\n', parameters.Select(static p => $"- `{p.Name}`: {p.Text}")).Append('\n');
        if (_documentation.Part(key, "returns") is { Length: > 0 } returns) Paragraph("Gives: " + returns);
        Paragraph(_documentation.Part(key, "remarks"));
    }

    private void Paragraph(string text)
    {
        if (text.Length > 0) _text.Append('\n').Append(text).Append('\n');
    }

    private static IEnumerable<MemberInfo> Members(Type type) => type.IsEnum ? [] :
        type.GetProperties(Own).Where(static p => p.GetMethod is { } get && AllowList.Language.HasMember(ReflectionKey.Of(get))).Cast<MemberInfo>()
            .Concat(type.GetMethods(Own).Where(static m => !m.IsSpecialName && m.Name != "GetEnumerator" && AllowList.Language.HasMember(ReflectionKey.Of(m))));

    private static IEnumerable<Type> Types(MemberInfo member) => member is PropertyInfo property
        ? [property.PropertyType]
        : ((MethodInfo)member).GetParameters().Select(static p => p.ParameterType).Append(((MethodInfo)member).ReturnType);

    private static IEnumerable<Type> Inside(Type type) => type.IsGenericParameter ? [] : type.IsGenericType ? type.GetGenericArguments().SelectMany(Inside).Append(type.GetGenericTypeDefinition()) : [type];

    private static string Signature(MemberInfo member) => member switch
    {
        PropertyInfo { Name: "Item" } indexer => $"{TypeNames.Of(indexer)} this[{string.Join(", ", indexer.GetIndexParameters().Select(TypeNames.Of))}]",
        PropertyInfo property => $"{TypeNames.Of(property)} {property.Name}",
        MethodInfo method => $"{TypeNames.OfReturn(method)} {method.Name}({string.Join(", ", method.GetParameters().Select(TypeNames.Of))})",
        _ => member.Name,
    };

    private static string Key(MemberInfo member)
    {
        if (member is MethodInfo method) return "M:" + ReflectionKey.Of(method);
        var get = ReflectionKey.Of(((PropertyInfo)member).GetMethod!);
        var start = get.LastIndexOf(".get_", StringComparison.Ordinal);
        return $"P:{get[..start]}.{get[(start + ".get_".Length)..]}";
    }
}
