namespace Argos.Rules.Sandbox.AllowLists;

/// <summary>What to write instead of a type or member that is not part of the language.</summary>
internal static class Advice
{
    private const string Default = "`argos docs` prints what a policy may use";

    /// <summary>What to write instead of a type that does not exist for a policy, and of which nothing more is known.</summary>
    public const string ForUnknownType = "`argos docs` prints the types that a policy has";

    private const string Time = "the time of the decision is `Now`";
    private const string InUtc = "use the members of the time itself: `Now.Hour`, `Now.DayOfWeek`, `Now.AddDays(1)`; it is in UTC";
    private const string Ordinal = "say how to compare: `StringComparison.Ordinal`";
    private const string NoWorld = "a policy has no files, network, processes or environment; replicate what it needs into `Data`";
    private const string NoThreads = "an evaluation has one thread; to wait for data write `return Wait(key, \"code\");`";
    private const string NoPatterns = "use `Matches(text, \"pattern\")`";
    private const string NoJson = "use `Input.Attestation` or `Data`";
    private const string NoReflection = "types cannot be examined; compare values";

    private static readonly (string Prefix, string Instead)[] Members =
    [
        ("System.DateTimeOffset.get_Now", Time), ("System.DateTimeOffset.get_UtcNow", Time), ("System.DateTime.", Time),
        ("System.DateTimeOffset.get_LocalDateTime", InUtc), ("System.DateTimeOffset.get_UtcDateTime", InUtc), ("System.DateTimeOffset.get_DateTime", InUtc), ("System.DateTimeOffset.get_Date", InUtc),
        ("System.DateTimeOffset.ToLocalTime", InUtc), ("System.DateTimeOffset.ToUniversalTime", InUtc), ("System.DateTimeOffset.get_Ticks", "use `ToUnixTimeSeconds()`"),
        ("System.String.ToUpper", "use `ToUpperInvariant()`"), ("System.String.ToLower", "use `ToLowerInvariant()`"),
        ("System.Char.ToUpper", "use `char.ToUpperInvariant(c)`"), ("System.Char.ToLower", "use `char.ToLowerInvariant(c)`"),
        ("System.String.StartsWith", Ordinal), ("System.String.EndsWith", Ordinal), ("System.String.IndexOf", Ordinal), ("System.String.LastIndexOf", Ordinal),
        ("System.String.Compare", "use `string.CompareOrdinal(a, b)`"), ("System.String.Format", "use an interpolated string: `$\"...{value}...\"`"),
        ("System.String.Join", "use a text as separator and a sequence of texts"), ("System.String.Split", "use one character or text: `Split(',')`"),
        ("System.StringComparison.", "use `Ordinal` or `OrdinalIgnoreCase`"), ("System.StringComparer.", "use `StringComparer.Ordinal`"),
        ("System.Object.GetType", NoReflection), ("System.Object.ReferenceEquals", "use `==`"), ("System.Object.MemberwiseClone", "use `with` on a record"),
        ("System.Object.ToString", "print its parts in an interpolated string"), ("System.Object.", "compare with `==`"),
        ("System.Text.RegularExpressions.", NoPatterns),
        ("System.Collections.Generic.List`1.Sort", "use `items.OrderBy(x => x)`"), ("System.Collections.Generic.List`1.ForEach", "use `foreach`"),
        ("System.Collections.Generic.List`1.", "use the sequence methods: `Where`, `Any`, `FirstOrDefault`"),
        ("System.MemoryExtensions.", "call it on a `List<T>` or an `IEnumerable<T>`"), ("System.Array.", "use the sequence methods: `Where`, `Any`, `FirstOrDefault`"),
        ("System.Delegate.", "call the functions one after the other"), ("System.MulticastDelegate.", "call the functions one after the other"),
    ];

    private static readonly (string Prefix, string Instead)[] Types =
    [
        ("System.Object", "use the value's own type, or `var`; compare with `==`"), ("System.DateTime", Time), ("System.TimeProvider", Time), ("System.TimeZoneInfo", Time),
        ("System.IO.", NoWorld), ("System.Net.", NoWorld), ("System.Diagnostics.", NoWorld), ("System.Environment", NoWorld), ("System.AppDomain", NoWorld),
        ("System.AppContext", NoWorld), ("System.Console", "put what you want to see into the detail of `Deny(code, detail)`, or use a dry run"),
        ("System.GC", "memory is managed for you"), ("System.Threading.", NoThreads), ("System.Reflection.", NoReflection), ("System.Type", NoReflection),
        ("System.Activator", NoReflection), ("System.Runtime.", "there are no pointers and no foreign functions in policies"),
        ("System.Random", "a decision has no chance in it"), ("System.Guid", "a decision has no chance in it; compare uids as texts"),
        ("System.Exception", "a refusal is a value: `return Deny(\"code\");`"), ("System.Text.StringBuilder", "use `string.Join` or an interpolated string"),
        ("System.Text.RegularExpressions.", NoPatterns),
        ("System.Text.Json.", NoJson), ("System.Span", "use a string or an array"), ("System.ReadOnlySpan", "use a string or an array"),
        ("System.Array", "use the sequence methods: `Where`, `Any`, `OrderBy`"), ("System.Buffer", "use the sequence methods: `Where`, `Any`, `OrderBy`"), ("System.Decimal", "use `long` or `double`"), ("System.Func`", "use fewer parameters, or a record"), ("System.Action`", "use fewer parameters, or a record"),
        ("System.Lazy", "nothing is kept between decisions"), ("System.WeakReference", "nothing is kept between decisions"),
        ("Argos.Rules.", "it belongs to the engine; use the members of the context"),
    ];

    // What is in no namespace that is open, or in no assembly that a policy is compiled against.
    private static readonly (string Name, string Instead)[] Names =
    [
        ("File", NoWorld), ("Directory", NoWorld), ("Path", NoWorld), ("Process", NoWorld), ("HttpClient", NoWorld), ("Socket", NoWorld), ("Http", NoWorld), ("Sockets", NoWorld), ("RegularExpressions", NoPatterns), ("Json", NoJson), ("Dns", NoWorld), ("Task", NoThreads), ("Thread", NoThreads),
        ("Assembly", NoReflection), ("Regex", NoPatterns), ("JsonDocument", NoJson), ("JsonSerializer", NoJson),
        ("Stopwatch", Time), ("CultureInfo", "comparisons and texts do not depend on a culture; leave it out"),
    ];

    private const string Hash = "a hash differs from process to process; compare with `==`";

    public static string ForMember(string key) => key.EndsWith(".GetHashCode", StringComparison.Ordinal) ? Hash : Find(Members, key) ?? Find(Types, key) ?? Default;

    public static string ForType(string key) => Find(Types, key) ?? Default;

    /// <summary>What to write instead of a name that does not exist for a policy; <see langword="null"/> when it is just unknown.</summary>
    public static string? ForUnknown(string name) => Find(Types, name) ?? Names.FirstOrDefault(n => n.Name == name).Instead
        ?? Types.FirstOrDefault(t => t.Prefix.EndsWith('.' + name, StringComparison.Ordinal)).Instead;

    private static string? Find((string Prefix, string Instead)[] table, string key) =>
        table.FirstOrDefault(t => key.StartsWith(t.Prefix, StringComparison.Ordinal)).Instead;
}
