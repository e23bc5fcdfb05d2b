using System.Reflection;
using Argos.Rules.Compiler.Syntax;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.Sandbox.Weaving;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>The data files say what is there, and say it on purpose.</summary>
internal sealed class AllowListTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>Members that a policy is not to have; whoever adds a public member to the language decides here or in the data file.</summary>
    private static readonly string[] NotForPolicies =
    [
        "#ctor", "set_", "Equals", "GetHashCode", "ToString", "op_", "<Clone>$", "Deconstruct", "GetType",
        "Argos.Rules.Language.TokenCheck.Failed", "Argos.Rules.Language.Platforms.DocumentCheck.Failed", "Argos.Rules.Contracts.Addresses.IpAddress.TryParse(System.ReadOnlySpan",
        "Argos.Rules.Contracts.Collections.TextDictionary.get_Empty", "Argos.Rules.Contracts.Collections.TextDictionary.From(",
    ];

    private static readonly Assembly[] Assemblies = [typeof(object).Assembly, .. LanguageAssemblies.All, typeof(System.Collections.Immutable.ImmutableArray).Assembly, typeof(SortedSet<int>).Assembly];

    private static readonly Dictionary<string, Type> Types = Assemblies.SelectMany(static a => a.GetExportedTypes()).DistinctBy(ReflectionKey.Of).ToDictionary(ReflectionKey.Of);

    [Test]
    public void Language_every_entry_exists() => AssertExists(AllowList.Language);

    /// <summary>
    /// The sequence methods are no list: what is public in their namespace is the language. So whoever adds one decides here.
    /// </summary>
    [Test]
    public void Language_has_these_sequence_methods_and_types()
    {
        var types = SequenceMethods.Assembly.GetExportedTypes()
            .Where(static t => SequenceMethods.HasType(ReflectionKey.Of(t), language: true));
        var members = types.SelectMany(static t => t.GetMethods(All | BindingFlags.DeclaredOnly))
            .Select(static m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(static p => p.ParameterType.Name))})");

        Assert.That(members.Distinct().Order(StringComparer.Ordinal),
            Is.EqualTo(File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Sandbox", "sequences.txt"))));
    }

    /// <summary>What `argos docs` shows can be named: its namespace is open.</summary>
    [Test]
    public void Language_every_type_of_ours_can_be_named()
    {
        var closed = Types.Where(static t => LanguageAssemblies.Has(t.Value) && AllowList.Language.HasType(t.Key))
            .Select(static t => t.Value.Namespace).Distinct().Where(static space => !AllowedUsings.Open.Contains(space!));

        Assert.That(closed, Is.Empty);
    }

    [Test]
    public void Compiler_every_entry_exists() => AssertExists(AllowList.Compiler, "System.Runtime.CompilerServices.RefSafetyRulesAttribute", "Microsoft.CodeAnalysis.EmbeddedAttribute");

    [Test]
    public void Stand_ins_replace_listed_members_only()
    {
        var listed = IntrinsicTable.Keys.Select(static k => k.StartsWith("new ", StringComparison.Ordinal) ? k[4..] : k)
            .Where(static k => !AllowList.Language.HasMember(k) && !AllowList.Compiler.HasMember(k));

        Assert.That(listed, Is.Empty);
        Assert.That(IntrinsicTable.Keys.Count(), Is.GreaterThan(100));
    }

    [Test]
    public void Stand_ins_take_and_give_what_the_member_does()
    {
        foreach (var key in IntrinsicTable.Keys)
        {
            var creates = key.StartsWith("new ", StringComparison.Ordinal);
            var member = Member(creates ? key[4..] : key);
            var intrinsic = IntrinsicTable.Find(creates ? key[4..] : key, creates)!;
            var self = creates || member.IsStatic ? 0 : 1;

            Assert.That(intrinsic.GetParameters(), Has.Length.EqualTo(member.GetParameters().Length + self), key);
            var arity = (member.DeclaringType!.IsGenericType ? member.DeclaringType.GetGenericArguments().Length : 0) + (member.IsGenericMethod ? member.GetGenericArguments().Length : 0);
            Assert.That(intrinsic.GetGenericArguments(), Has.Length.EqualTo(arity), key);
            if (member is MethodInfo method && !method.ContainsGenericParameters && !method.ReturnType.ContainsGenericParameters)
                Assert.That(intrinsic.ReturnType, Is.EqualTo(method.ReturnType), key);
        }
    }

    [Test]
    public void Language_every_public_member_of_the_context_is_decided_on()
    {
        var undecided = Types.Where(static t => LanguageAssemblies.Has(t.Value) && AllowList.Language.HasType(t.Key) && t.Value is { IsEnum: false })
            .SelectMany(static t => t.Value.GetMethods(All | BindingFlags.DeclaredOnly))
            .Select(ReflectionKey.Of)
            .Where(static key => !AllowList.Language.HasMember(key) && !NotForPolicies.Any(n => key.StartsWith(n, StringComparison.Ordinal) || key[(key.IndexOf('(', StringComparison.Ordinal) is > 0 and var at ? key.LastIndexOf('.', at) : key.LastIndexOf('.'))..].StartsWith($".{n}", StringComparison.Ordinal)));

        Assert.That(undecided, Is.Empty);
    }

    private static void AssertExists(AllowList list, params string[] embedded)
    {
        var types = list.Types.Where(t => !Types.ContainsKey(t) && !embedded.Contains(t));
        Assert.That(types, Is.Empty);

        var known = list.Types.Where(Types.ContainsKey).SelectMany(static t => Members(Types[t])).ToHashSet(StringComparer.Ordinal);
        var members = list.Members.Where(m => !known.Contains(m) && !embedded.Any(e => m.StartsWith(e, StringComparison.Ordinal)));
        Assert.That(members, Is.Empty);
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetMethods(All).Cast<MethodBase>().Where(m => m.DeclaringType == type).Concat(type.GetConstructors(All | BindingFlags.NonPublic)).Select(ReflectionKey.Of)
            .Concat(type.GetFields(All).Select(f => $"{ReflectionKey.Of(type)}.{f.Name}"));

    private static MethodBase Member(string key) =>
        Types.Values.Where(t => key.StartsWith(ReflectionKey.Of(t), StringComparison.Ordinal)).SelectMany(static t => t.GetMethods(All).Cast<MethodBase>().Where(m => m.DeclaringType == t).Concat(t.GetConstructors()))
            .First(m => ReflectionKey.Of(m) == key);
}
