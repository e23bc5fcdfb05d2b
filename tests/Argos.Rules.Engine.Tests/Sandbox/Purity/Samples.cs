using System.Collections;
using System.Linq.Expressions;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Sandbox.Metering;
using Metered = Argos.Rules.Sandbox.Runtime.Linq;

namespace Argos.Rules.Engine.Tests.Sandbox.Purity;

/// <summary>Values of each type that a policy can have, to call its members with; objects of the language are those that were
/// met.</summary>
internal sealed class Samples
{
    /// <summary>How many sets of arguments a member is called with.</summary>
    public const int Count = 12;

    private static readonly string?[] Texts =
        ["api.media-sports", "10.1.2.3", "42", "2026-03-01T12:00:00+01:00", "00:00", "March 1", "1/2/2026", "2026-03-01T12:00:00",
            "10.0.0.0/8", "Iıİi ß 1,5", "arn:aws:iam::123456789012:role/a.b", null];

    private static readonly DataValue Json = new(JsonDocument.Parse("""{"b":[3,1,"x"],"a":{"z":1.5,"y":null},"c":true}""").RootElement);

    private readonly Dictionary<Type, List<object>> _met = [];

    public Samples()
    {
        var context = Harness.Context();
        Meet(context);
        Meet(Json);
        Meet(TextDictionary.From([new("b", "2"), new("a", "1"), new("B", "3")]));
        Meet(FixedList.Create<string>(["b", "a", "c", "a"]));
        Meet(new IpSet([Address("10.1.2.3"), Address("2001:db8::1")]));
        Meet(context.Pods.Find("media-sports", "api-0")!);
        Meet(context.Tokens.Verify("secret-token", "k", "i", "a"));
        Meet(DocumentCheck.Failed("document-malformed", "d"));
        Meet(DistinguishedName.Parse("CN=Athenz CA,OU=b,OU=a")!);
        Meet(new Finding("code", "detail"));
        Meet(IpBlock.TryParse("10.0.0.0/8", out var block) ? block : default);
    }

    public bool Has(Type type) => _met.ContainsKey(type);

    public IEnumerable<Type> Met => _met.Keys;

    /// <summary>Keeps an object that a member gave.</summary>
    public void Meet(object? value)
    {
        if (value is null || value is string || value.GetType() is { IsPrimitive: true }) return;
        var known = _met.TryGetValue(value.GetType(), out var list) ? list : _met[value.GetType()] = [];
        if (known.Count < 2) known.Add(value);
    }

    /// <summary>The value of a type for one of the sets of arguments; whether there is one.</summary>
    public bool TryGet(Type type, int set, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = Texts[set % Texts.Length];
        else if (type == typeof(object)) value = "a";
        else if (Number(type, set) is { } number) value = number;
        else if (Nullable.GetUnderlyingType(type) is { } inner) return TryGet(inner, set, out value);
        else if (type.IsEnum) value = Enum.GetValues(type).GetValue(set % Enum.GetValues(type).Length);
        else if (type.IsSubclassOf(typeof(Delegate))) value = Function(type);
        else if (type == typeof(IEqualityComparer<string>))
        {
            value = set % 2 == 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        }
        else if (_met.Where(m => m.Key.IsAssignableTo(type)).SelectMany(static m => m.Value).ToList() is { Count: > 0 } met
            && LanguageAssemblies.Has(type))
        {
            value = met[set % met.Count];
        }
        else return Collection(type, set, out value);
        return true;
    }

    private static object? Number(Type type, int set) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => set % 2 == 0,
        TypeCode.Char => "a,İ7 "[set % 5],
        TypeCode.Int32 when !type.IsEnum => new[] { 0, 1, 2, 12, -1 }[set % 5],
        TypeCode.Int64 when !type.IsEnum => new[] { 0L, 1767323045, 2, -7 }[set % 4],
        TypeCode.Double => new[] { 0.5, 1, -2.25, 1e6 }[set % 4],
        _ when type == typeof(DateTimeOffset) => new[] { Harness.Now, Harness.Now.ToOffset(TimeSpan.FromHours(5.5)),
            DateTimeOffset.UnixEpoch }[set % 3],
        _ when type == typeof(TimeSpan) => new[] { TimeSpan.FromHours(1), TimeSpan.FromDays(-40), TimeSpan.Zero }[set % 3],
        _ => null,
    };

    private static bool Collection(Type type, int set, out object? value)
    {
        string[] texts = [.. Texts.OfType<string>().Skip(set % 4).Take(5)];
        value = type switch
        {
            _ when type == typeof(string[]) => texts,
            _ when type == typeof(IEnumerable<int>) => new List<int> { 3, 1, 2 },
            _ when type == typeof(IEnumerable<long>) => new List<long> { 3, 1, 2 },
            _ when type == typeof(IEnumerable<IpAddress>) => new List<IpAddress> { Address("10.1.2.3") },
            _ when type == typeof(HashSet<string>) => texts.ToHashSet(),
            _ when type == typeof(Dictionary<string, string>) => texts.ToDictionary(static t => t, static t => t),
            _ when type == typeof(IReadOnlyDictionary<string, string>) => texts.ToDictionary(static t => t, static t => t),
            _ when type == typeof(KeyValuePair<string, string>) => new KeyValuePair<string, string>("k", "v"),
            _ when type == typeof(Metered.IOrderedEnumerable<string>) => Made(() => Metered.Ordering.OrderBy(texts, static t => t.Length)),
            _ when type == typeof(Metered.IGrouping<string, string>) =>
                Made(() => Metered.Conversion.GroupBy(texts, static t => "k").First()),
            _ when type == typeof(Dictionary<string, string>.KeyCollection) => texts.ToDictionary(static t => t, static t => t).Keys,
            _ when type == typeof(Dictionary<string, string>.ValueCollection) => texts.ToDictionary(static t => t, static t => t).Values,
            _ when type.IsAssignableFrom(typeof(List<string>)) && type.IsAssignableTo(typeof(IEnumerable)) => texts.ToList(),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>What only an evaluation can make.</summary>
    private static T Made<T>(Func<T> make)
    {
        Meter.Start(Budget.Default);
        try
        {
            return make();
        }
        finally
        {
            Meter.Stop();
        }
    }

    private static Delegate Function(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(static p => Expression.Parameter(p.ParameterType)).ToArray();
        var same = parameters.FirstOrDefault(p => p.Type == invoke.ReturnType);
        Expression body = same ?? invoke.ReturnType switch
        {
            var nothing when nothing == typeof(void) => Expression.Empty(),
            var texts when texts == typeof(IEnumerable<string>) => Expression.Constant(new List<string> { "x" }, texts),
            var flag when flag == typeof(bool) => Expression.Constant(true),
            var other => (Expression)Expression.Default(other),
        };
        return Expression.Lambda(type, body, parameters).Compile();
    }

    private static IpAddress Address(string text) => IpAddress.TryParse(text, out var address) ? address : default;
}
