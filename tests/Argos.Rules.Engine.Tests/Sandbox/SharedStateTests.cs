using System.Collections;
using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>What a policy is given cannot be changed: a property of the types that lead away from the context.</summary>
internal sealed class SharedStateTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>What nobody else can have: an array or a collection that the member makes for the caller.</summary>
    private static readonly string[] MakesItsOwn = ["System.String.Split", "System.Collections.Generic.List`1.ToArray"];

    /// <summary>Seen as one of these, an array or a collection that can be changed would be the same object.</summary>
    private static readonly Type[] Mutable =
        [typeof(string[]), typeof(List<string>), typeof(HashSet<string>), typeof(Dictionary<string, string>),
            typeof(SortedList<string, string>), typeof(LinkedList<string>)];

    [Test]
    public void Results_of_the_context_are_sealed_and_hold_nothing_that_can_be_changed()
    {
        var reached = Reached();

        Assert.That(reached, Does.Contain(typeof(TokenCheck)).And.Contain(typeof(Contracts.Kubernetes.Pod)));
        Assert.That(reached, Does.Contain(typeof(Contracts.Collections.FixedList<string>)));
        Assert.That(reached.Select(Problem).OfType<string>(), Is.Empty);
    }

    [Test]
    public void Listed_members_of_the_platform_share_nothing_that_can_be_changed()
    {
        var results = ListedMembers().Where(m => !LanguageAssemblies.Has(m.DeclaringType!)
            && !MakesItsOwn.Any(own => ReflectionKey.Of(m).StartsWith(own, StringComparison.Ordinal)))
            .Select(static m => (Member: m, Result: m is MethodInfo method ? method.ReturnType : m.DeclaringType!))
            .Where(static m => m.Result.IsArray || (m.Member.IsStatic && Problem(m.Result) is not null
                && m.Result.IsAssignableTo(typeof(IEnumerable)) && m.Result != typeof(string)));

        Assert.That(results.Select(static r => ReflectionKey.Of(r.Member)), Is.Empty);
    }

    [Test]
    public void Lists_and_dictionaries_of_the_language_write_through_no_interface()
    {
        foreach (var type in new[] { typeof(Contracts.Collections.FixedList<string>), typeof(Contracts.Collections.TextDictionary),
            typeof(Contracts.Addresses.IpSet) })
        {
            Assert.That(type.IsSealed, Is.True);
            Assert.That(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .Select(static f => (f.IsInitOnly, f.IsPublic)), Is.All.EqualTo((true, false)));
            var writable = type.GetInterfaces().Where(static i => i.IsGenericType && i.GetGenericTypeDefinition() is var d
                && (d == typeof(ICollection<>) || d == typeof(IList<>) || d == typeof(IDictionary<,>) || d == typeof(ISet<>)));
            Assert.That(writable, Is.Empty);
            Assert.That(type, Is.Not.AssignableTo<IList>().And.Not.AssignableTo<IDictionary>());
        }
    }

    [Test]
    public void Array_given_to_a_list_is_not_the_list()
    {
        string[] given = ["a", "b"];
        var list = Contracts.Collections.FixedList.Create<string>(given);

        given[0] = "forged";

        Assert.That(list, Is.EqualTo(new[] { "a", "b" }));
    }

    /// <summary>Every type that a policy gets from the context, through listed members only.</summary>
    private static List<Type> Reached()
    {
        var found = new List<Type> { typeof(PolicyContext) };
        for (var i = 0; i < found.Count; i++)
        {
            // What an abstract type stands for is what a policy gets.
            if (found[i].IsAbstract) found.AddRange(LanguageAssemblies.All.SelectMany(static a => a.GetTypes()).Where(t => t.IsSubclassOf(found[i]) && !found.Contains(t)));
            if (found[i] == typeof(string)) continue;
            var members = found[i].GetMethods(All).Where(static m => AllowList.Language.HasMember(ReflectionKey.Of(m)));
            foreach (var type in members.SelectMany(static m => m.GetParameters().Where(static p => p.ParameterType.IsByRef)
                .Select(static p => p.ParameterType.GetElementType()!).Append(m.ReturnType)).SelectMany(Inside))
            {
                if (!type.IsGenericParameter && !found.Contains(type)
                    && (LanguageAssemblies.Has(type) || type.IsAssignableTo(typeof(IEnumerable)) || type.IsInterface || type.IsArray))
                {
                    found.Add(type);
                }
            }
        }
        return found;
    }

    private static IEnumerable<Type> Inside(Type type) => type.IsGenericType
        ? type.GetGenericArguments().SelectMany(Inside).Append(type) : [type];

    private static string? Problem(Type type)
    {
        if (type == typeof(string)) return null;
        if (type.IsArray) return $"{type} is an array";
        // The walk itself: what it is at goes on, and nothing is written through it.
        if (type == typeof(IEnumerator<Contracts.Addresses.IpAddress>)) return null;
        if (Mutable.Any(m => m.IsAssignableTo(type))) return $"{type} could be one of what can be changed";
        if (type.IsInterface || type.ContainsGenericParameters) return $"{type} is open";
        if (!LanguageAssemblies.Has(type)) return $"{type} is not of the language";
        if (type is { IsClass: true, IsSealed: false, IsAbstract: false }) return $"{type} is not sealed";
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(static f => !f.IsInitOnly && !f.IsLiteral);
        return !type.IsEnum && fields.Any() ? $"{type} has public fields" : null;
    }

    private static IEnumerable<MethodBase> ListedMembers() => AppDomain.CurrentDomain.GetAssemblies()
        .Where(static a => a.GetName().Name is "System.Private.CoreLib" or "System.Collections" || LanguageAssemblies.All.Contains(a))
        .SelectMany(static a => a.GetExportedTypes()).Where(static t => AllowList.Language.HasType(ReflectionKey.Of(t)))
        .SelectMany(static t => t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(BindingFlags.Public | BindingFlags.Instance)))
        .Where(static m => AllowList.Language.HasMember(ReflectionKey.Of(m)));
}
