using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>Receivers and arguments: the largest that a policy can make, or an agent can send.</summary>
/// <param name="shape">Which.</param>
internal sealed class CostFeed(Shape shape)
{
    private const int Characters = 200_000;
    private readonly CostWorld _world = new(shape);

    /// <summary>What stands for a type parameter.</summary>
    public Type Item => shape switch
    {
        Shape.Colliding => typeof(long),
        Shape.Pairs => typeof((long, long)),
        Shape.Nested => typeof(((string, string), string)),
        Shape.Names => typeof(Arn),
        Shape.Entries => typeof(KeyValuePair<string, string>),
        Shape.Values => typeof(DataValue),
        _ => typeof(string),
    };

    public int Items => shape switch
    {
        Shape.Long or Shape.Nested or Shape.Names or Shape.Entries => 20,
        Shape.Many => 20_000,
        Shape.Colliding => 4_000,
        // Compared by way of boxes, or by reflection.
        Shape.Pairs => 1_000,
        _ => 500,
    };

    private bool HasLongTexts => Items == 20;

    /// <summary>A value of a type; a receiver, or the argument at a place. Two of them are equal in length and differ at the end.</summary>
    /// <param name="type">The type.</param>
    /// <param name="place">0 for a receiver.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public object? Of(Type type, int place)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, place);
        if (type == typeof(string)) return Text(place);
        if (type == typeof(char)) return 'a';
        if (type == typeof(int)) return place == 1 ? 3 : 100;
        if (type == typeof(long)) return Number(place);
        if (type == Item && shape >= Shape.Pairs) return ItemAt(place);
        if (type == typeof(bool)) return true;
        if (type == typeof(double)) return 12.5;
        if (type == typeof(StringComparison)) return StringComparison.OrdinalIgnoreCase;
        if (type == typeof(StringSplitOptions)) return StringSplitOptions.TrimEntries;
        if (type == typeof(DateTimeOffset)) return Harness.Now;
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(90);
        if (type == typeof(IpAddress)) return Address(place);
        if (type == typeof(IpBlock)) return Block();
        if (type == typeof(IpSet)) return new IpSet(Enumerable.Range(0, Items).Select(Address));
        if (type == typeof(string[])) return Texts(place).ToArray();
        if (type == typeof(DataValue)) return _world.Document;
        if (type == typeof(Pod)) return _world.Pod;
        if (type == typeof(TextDictionary)) return _world.Pod.Labels;
        if (type == typeof(FixedList<string>)) return FixedList.Take(Texts(place).ToArray());
        if (type == typeof(Finding)) return new Finding("some-code", Text(place));
        if (type == typeof(Fact) || type == typeof(CallerIdentity)) return _world.Context.Aws.CallerIdentity("us-west-2");
        if (type == typeof(OidcProviderList)) return _world.Context.Aws.OidcProviders("123456789012", "us-west-2");
        if (type == typeof(TokenFact)) return _world.Context.Athenz.Verify("token", "issuer", "audience");
        if (type == typeof(AccessCheck)) return _world.Context.Athenz.Access("media.sports.api", "launch", "media.sports:api");
        if (type == typeof(TokenReview)) return _world.Context.Kubernetes.Review("token", ["audience"]);
        if (type == typeof(HostAddresses)) return _world.Context.Dns.Resolve("api.example.com");
        if (type == typeof(TokenCheck)) return _world.Context.Tokens.Verify("secret-token", "kubernetes/keys", "issuer", "audience");
        if (type == typeof(DocumentCheck)) return DocumentCheck.Failed("document-malformed", "no document");
        if (type == typeof(Arn)) return Arn.Parse("arn:aws:sts::123456789012:assumed-role/media.sports.api/session");
        if (type == typeof(DistinguishedName)) return DistinguishedName.Parse(string.Join(',', Enumerable.Range(0, 64).Select(static i => $"OU=unit{i}")));
        if (type == typeof(CallerCheck)) return _world.Context.Callers.Check();
        if (type == typeof(PolicyContext)) return _world.Context;
        if (type == typeof(AwsAttestation)) return _world.Context.Aws.Attestation;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner, place);
        if (typeof(PolicyContext).GetProperties().FirstOrDefault(p => p.PropertyType == type) is { } part) return part.GetValue(_world.Context);
        return type.IsGenericType ? Collection(type.GetGenericTypeDefinition(), type.GetGenericArguments(), place) : null;
    }

    /// <summary>Numbers whose upper half undoes the lower one: the platform's hash of all of them is 0.</summary>
    private static long Number(int at) => ((long)at << 32) | (uint)at;

    private static IpAddress Address(int at) =>
        IpAddress.TryParse(FormattableString.Invariant($"10.{at >> 16 & 255}.{at >> 8 & 255}.{at & 255}"), out var address) ? address : throw new InvalidOperationException();

    private static IpBlock Block() => IpBlock.TryParse("10.0.0.0/8", out var block) ? block : throw new InvalidOperationException();

    private string Text(int at) =>
        HasLongTexts ? new string('a', Characters - 8) + at.ToString("00000000", null) : at.ToString("00000000", null);

    private IEnumerable<string> Texts(int place) => Enumerable.Range(place, Items).Select(Text);

    private object? Collection(Type type, Type[] arguments, int place)
    {
        if (arguments[0] == typeof(IpAddress)) return Enumerable.Range(0, Items).Select(Address).ToList();
        if (arguments[0] == typeof(string)) return Make(type, Texts(place));
        if (arguments[0] == typeof(long)) return Made(type, place, Number);
        if (arguments[0] == typeof((long, long))) return Made(type, place, static at => (Number(at), Number(at)));
        if (arguments[0] == typeof(((string, string), string))) return Made(type, place, at => ((Text(at), Text(at)), Text(at)));
        if (arguments[0] == typeof(Arn)) return Made(type, place, Name);
        if (arguments[0] == typeof(KeyValuePair<string, string>)) return Made(type, place, at => KeyValuePair.Create(Text(at), Text(at)));
        return arguments[0] == typeof(DataValue) ? Made(type, place, _world.Value) : null;
    }

    private object? Made<T>(Type type, int place, Func<int, T> make) where T : notnull =>
        Make(type, Enumerable.Range(place, Items).Select(make));

    private object ItemAt(int place) => ((System.Collections.IList)Collection(typeof(List<>), [Item], place)!)[0]!;

    private Arn Name(int at) => new("aws", "sts", "", "123456789012", Text(at));

    private static object? Make<T>(Type type, IEnumerable<T> items) where T : notnull => type.Name switch
    {
        "List`1" or "IEnumerable`1" or "IReadOnlyList`1" or "IReadOnlyCollection`1" => items.ToList(),
        "HashSet`1" => Fill(Argos.Rules.Sandbox.Runtime.Intrinsics.HashSetIntrinsics.Create<T>(), items),
        "Dictionary`2" or "IReadOnlyDictionary`2" =>
            Fill(Argos.Rules.Sandbox.Runtime.Intrinsics.DictionaryIntrinsics.Create<T, T>(), items),
        "IEqualityComparer`1" => typeof(T) == typeof(string) ? StringComparer.OrdinalIgnoreCase : EqualityComparer<T>.Default,
        _ => null,
    };

    private static HashSet<T> Fill<T>(HashSet<T> set, IEnumerable<T> items)
    {
        set.UnionWith(items);
        return set;
    }

    private static Dictionary<T, T> Fill<T>(Dictionary<T, T> map, IEnumerable<T> items) where T : notnull
    {
        foreach (var item in items) map[item] = item;
        return map;
    }
}
