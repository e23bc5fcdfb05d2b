using System.Collections;
using System.Globalization;
using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Weaving;

namespace Argos.Rules.Engine.Tests.Sandbox.Purity;

/// <summary>Calls every member that a policy can call, as a policy calls it, and tells what came.</summary>
internal sealed class PurityProbe
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies = [typeof(object).Assembly, typeof(SortedSet<>).Assembly, .. LanguageAssemblies.All,
        typeof(Argos.Rules.Sandbox.Runtime.Linq.Sequences).Assembly];

    private readonly Samples _samples = new();
    private readonly SortedDictionary<string, string> _lines = new(StringComparer.Ordinal);

    /// <summary>The members that have no line, because nothing could be found to call them with.</summary>
    public IEnumerable<string> NotCalled => Members().Select(static m => ReflectionKey.Of(m))
        .Where(key => !_lines.Keys.Any(l => l.StartsWith(key + " #", StringComparison.Ordinal)));

    /// <summary>One line a call: the member, the number of the arguments, and the result.</summary>
    public IEnumerable<string> Lines()
    {
        // What members give is called in turn; after some rounds nothing new comes.
        for (var round = 0; round < 4; round++)
        {
            foreach (var member in Members()) Call(member);
        }
        return _lines.Select(static l => $"{l.Key} = {l.Value}");
    }

    public static IEnumerable<MethodBase> Members() => Assemblies.SelectMany(static a => a.GetExportedTypes())
        .Where(static t => AllowList.Language.HasType(ReflectionKey.Of(t)) && !t.IsSubclassOf(typeof(Delegate)))
        .SelectMany(static t => t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(BindingFlags.Public | BindingFlags.Instance)))
        .Where(static m => AllowList.Language.HasMember(ReflectionKey.Of(m)))
        // The arguments of `params` and the parts of a walk are made by the compiler; the list and the sequence that they are of have
        // lines.
        .Where(static m => !m.GetParameters().Any(static p => p.ParameterType.IsByRefLike)
            && m.Name is not ("GetEnumerator" or "MoveNext" or "Dispose" or "get_Current"));

    private void Call(MethodBase definition)
    {
        var key = ReflectionKey.Of(definition);
        if (Closed(definition) is not { } member) return;
        for (var set = 0; set < Samples.Count; set++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{key} #{set:00}");
            if (_lines.ContainsKey(line) || !Arguments(member, set, out var self, out var arguments)) continue;
            _lines[line] = Result(member, key, self, arguments);
        }
    }

    /// <summary>A generic member with texts.</summary>
    private static MethodBase? Closed(MethodBase member)
    {
        var type = member.DeclaringType!;
        if (type.IsGenericTypeDefinition)
        {
            type = type.MakeGenericType([.. type.GetGenericArguments()
                .Select(static a => a.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)
                ? typeof(int) : typeof(string))]);
            member = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors()).First(m =>
                m.MetadataToken == member.MetadataToken);
        }
        return member is MethodInfo { IsGenericMethodDefinition: true } method
            ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(static _ => typeof(string))]) : member;
    }

    private bool Arguments(MethodBase member, int set, out object? self, out object?[] arguments)
    {
        self = null;
        var parameters = member.GetParameters();
        arguments = new object?[parameters.Length];
        if (!member.IsStatic && !member.IsConstructor && (!_samples.TryGet(member.DeclaringType!, set, out self) || self is null)
            && !Structure(member.DeclaringType!, out self))
        {
            return false;
        }
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            if (type.IsByRef) continue;
            if (!_samples.TryGet(type, set + i, out arguments[i])) return false;
        }
        return true;
    }

    private static bool Structure(Type type, out object? value)
    {
        value = type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? Activator.CreateInstance(type) : Nullable.GetUnderlyingType(type) is { } inner ? Activator.CreateInstance(inner) : null;
        return value is not null;
    }

    private string Result(MethodBase member, string key, object? self, object?[] arguments)
    {
        Meter.Start(Budget.Default with { Time = TimeSpan.FromMinutes(1) });
        try
        {
            object?[] given = [.. arguments];
            var result = Invoke(member, key, self, given);
            _samples.Meet(result);
            var outs = member.GetParameters().Select((p, i) => p.ParameterType.IsByRef ? $" out {Text(given[i])}" : "");
            return Text(result ?? (member is MethodInfo { ReturnType: var type } && type == typeof(void) ? self : null)) + string
                .Concat(outs);
        }
        catch (TargetInvocationException problem)
        {
            return $"throws {problem.InnerException!.GetType().Name}";
        }
        finally
        {
            Meter.Stop();
        }
    }

    private static object? Invoke(MethodBase member, string key, object? self, object?[] arguments)
    {
        if (IntrinsicTable.Find(key, member.IsConstructor) is not { } intrinsic)
        {
            return member is ConstructorInfo made ? made.Invoke(arguments) : member.Invoke(self, arguments);
        }
        List<Type> types = [.. member.DeclaringType!.IsGenericType ? member.DeclaringType.GetGenericArguments() : []];
        if (member.IsGenericMethod) types.AddRange(member.GetGenericArguments());
        if (types.Count > 0) intrinsic = intrinsic.MakeGenericMethod([.. types]);
        object?[] all = member.IsStatic || member.IsConstructor ? arguments : [self, .. arguments];
        var result = intrinsic.Invoke(null, all);
        all[(all.Length - arguments.Length)..].CopyTo(arguments, 0);
        return result;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        Finding finding => $"{finding.Code}: {finding.Detail}",
        Outcome.Allowed allowed => Text(allowed.Attributes),
        _ when value.GetType().IsGenericType => $"{value.GetType().GetGenericTypeDefinition().Name}",
        _ => value.ToString() ?? "",
    };
}
