using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>
/// No member of the language takes more time or memory than a policy is charged for: each is fed with the largest there is, and its
/// processor time and allocations are held against the steps and bytes it charged.
/// </summary>
[Category("Long")]
[NonParallelizable]
internal sealed class CostAuditTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // As many as the allowances were chosen for, or enough to see what grows as a product.
    private static readonly int Calls = FuzzRuns.IsLong ? 40 : 8;

    /// <summary>Members that are not fed, each kind with its reason.</summary>
    private static readonly string[] NotFed =
    [
        // Functions as values run the policy's own code, which is metered.
        "System.Func`", "System.Action", "System.Comparison`", "System.Predicate`",
        // One step of a walk; the loop around it is metered.
        ".Enumerator.", "GetEnumerator", "System.Collections.Generic.IEnumerator`1.get_Current",
        // Fields and values of a few bytes.
        "System.ValueTuple`", "System.Nullable`", "System.Collections.Generic.KeyValuePair`",
        // Interfaces: their members are those of the lists and dictionaries behind them.
        "System.Collections.Generic.IReadOnly", "KeyCollection", "ValueCollection",
        // Spans cannot be handed over by reflection; they are fed by hand below.
        "System.ReadOnlySpan{",
    ];

    private static readonly Assembly[] Assemblies = [typeof(object).Assembly, .. LanguageAssemblies.All, typeof(SortedSet<int>).Assembly];

    private static readonly Lazy<Dictionary<string, MethodBase>> Members = new(static () => Assemblies.SelectMany(static a => a.GetExportedTypes())
        .DistinctBy(ReflectionKey.Of)
        .Where(static t => AllowList.Language.HasType(ReflectionKey.Of(t)) && !typeof(Delegate).IsAssignableFrom(t) && !t.IsEnum)
        .SelectMany(static t => t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All)))
        .DistinctBy(ReflectionKey.Of)
        .ToDictionary(ReflectionKey.Of));

    private static IEnumerable<string> Fed => AllowList.Language.Members.Where(static key => Members.Value.ContainsKey(key) && !NotFed.Any(key.Contains));

    [Test]
    public void Members_charge_what_they_take([Values] Shape shape)
    {
        var audit = new CostAudit(shape);
        var samples = Fed.Select(key => Sample(audit, key, Members.Value[key])).OfType<CostSample>().ToArray();

        foreach (var sample in samples.OrderByDescending(static s => (double)s.Nanoseconds / s.MaximumNanoseconds))
            TestContext.Out.WriteLine(sample);
        Assert.That(samples, Has.Length.GreaterThan(shape is Shape.Long or Shape.Many ? 100 : 20));
        Assert.That(samples.Where(static s => !s.IsWithin).Select(static s => s.ToString()), Is.Empty);
    }

    /// <summary>The metered sequence methods, found by reflection as the language finds them.</summary>
    [Test]
    public void Sequence_methods_charge_what_they_take([Values] Shape shape)
    {
        var audit = new CostAudit(shape);
        var methods = typeof(Rules.Sandbox.Runtime.Linq.Sequences).Assembly.GetExportedTypes().Where(static t => t.Namespace == typeof(Rules.Sandbox.Runtime.Linq.Sequences).Namespace && t is { IsAbstract: true, IsSealed: true })
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static m => m.GetParameters().All(static p => !typeof(Delegate).IsAssignableFrom(p.ParameterType.BaseType)));
        var samples = methods.Select(m => Sample(audit, ReflectionKey.Of(m), m)).OfType<CostSample>().ToArray();

        foreach (var sample in samples.OrderByDescending(static s => (double)s.Nanoseconds / s.MaximumNanoseconds))
            TestContext.Out.WriteLine(sample);
        Assert.That(samples, Has.Length.GreaterThan(10));
        Assert.That(samples.Where(static s => !s.IsWithin).Select(static s => s.ToString()), Is.Empty);
    }

    /// <summary>
    /// What of the language compares itself by what it holds says how much that is. What is left compares a few bytes, or references.
    /// </summary>
    [Test]
    public void Types_of_the_language_that_compare_their_content_say_how_long_it_is()
    {
        Type[] small = [typeof(Contracts.Addresses.IpAddress), typeof(Contracts.Addresses.IpBlock)];
        var own = Assemblies.SelectMany(static a => a.GetTypes())
            .Where(static t => LanguageAssemblies.Has(t) && !t.IsEnum && AllowList.Language.HasType(ReflectionKey.Of(t)))
            .Where(static t => t.GetMethod(nameof(GetHashCode), [])!.DeclaringType is var by && by != typeof(object)
                && by != typeof(ValueType)).Except(small).ToArray();

        Assert.That(own, Does.Contain(typeof(TokenCheck)).And.Contain(typeof(Finding)));
        Assert.That(own.Where(static t => !t.IsAssignableTo(typeof(IComparedByContent))), Is.Empty);
    }

    /// <summary>All texts that a policy can have in what compares them count.</summary>
    [Test]
    public void Content_that_is_compared_counts_with_all_its_texts()
    {
        IComparedByContent[] made =
        [
            new Finding("code", "detail"), new Rules.Language.Platforms.Arn("aws", "iam", "", "123456789012", "role/api"),
            TokenCheck.Failed("code", "detail", "kid"), Rules.Language.Platforms.DocumentCheck.Failed("code", "detail"),
            new Outcome.Denied("code", "detail"), new Outcome.Waiting("kubernetes/pods/a/b", "code"),
        ];

        Assert.That(made.Select(static m => m.Characters), Is.EqualTo(new long[] { 10, 26, 13, 10, 10, 23 }));
    }

    /// <summary>Measures up to three times: a collection of garbage, or a neighbour, may come between.</summary>
    private static CostSample? Sample(CostAudit audit, string key, MethodBase member)
    {
        var sample = audit.Sample(key, member, Calls);
        for (var again = 0; sample is { IsWithin: false } && again < 2; again++) sample = audit.Sample(key, member, Calls);
        return sample;
    }

    [Test]
    public void Every_member_is_fed_in_some_shape_or_is_left_out_for_a_reason()
    {
        var audits = Enum.GetValues<Shape>().Select(static shape => new CostAudit(shape)).ToArray();
        var unfed = Fed.Where(key => audits.All(audit => audit.Sample(key, Members.Value[key], 1) is null));

        Assert.That(unfed, Is.Empty);
    }

    [Test]
    public void Lists_of_texts_that_are_joined_charge_their_length()
    {
        var texts = new[] { new string('a', 100_000), new string('b', 100_000) };
        Meter.Start(new Budget { Bytes = 1L << 40, Steps = 1L << 40 });
        try
        {
            _ = Rules.Sandbox.Runtime.Intrinsics.TextJoining.Join(",", (ReadOnlySpan<string?>)texts);
            _ = Rules.Sandbox.Runtime.Intrinsics.TextJoining.Join(',', (ReadOnlySpan<string?>)texts);
            _ = Rules.Sandbox.Runtime.Intrinsics.TextJoining.Concat((ReadOnlySpan<string?>)texts);
        }
        finally
        {
            Meter.Stop();
        }

        Assert.That(Meter.Last.Bytes, Is.GreaterThanOrEqualTo(3 * 400_000));
    }
}
