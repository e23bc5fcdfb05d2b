using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>
/// No member of the language takes more time or memory than a policy is charged for: each is fed with the largest there is, and its
/// processor time and allocations are held against the steps and bytes it charged.
/// </summary>
[NonParallelizable]
internal sealed class CostAuditTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const int Calls = 40;

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

    [TestCase(Shape.Long)]
    [TestCase(Shape.Many)]
    [TestCase(Shape.Colliding)]
    public void Members_charge_what_they_take(Shape shape)
    {
        var audit = new CostAudit(shape);
        var samples = Fed.Select(key => audit.Sample(key, Members.Value[key], Calls)).OfType<CostSample>().ToList();
        foreach (var key in samples.Where(static s => !s.IsWithin).Select(static s => s.Member).ToArray())
        {
            // Once more: a collection of garbage, or a neighbour, may have come between.
            var again = audit.Sample(key, Members.Value[key], Calls)!;
            samples[samples.FindIndex(s => s.Member == key)] = again;
        }

        foreach (var sample in samples.OrderByDescending(static s => (double)s.Nanoseconds / s.MostNanoseconds)) TestContext.Out.WriteLine(sample);
        Assert.That(samples, Has.Count.GreaterThan(shape == Shape.Colliding ? 20 : 100));
        Assert.That(samples.Where(static s => !s.IsWithin).Select(static s => s.ToString()), Is.Empty);
    }

    /// <summary>The metered sequence methods, found by reflection as the language finds them.</summary>
    [TestCase(Shape.Long)]
    [TestCase(Shape.Many)]
    [TestCase(Shape.Colliding)]
    public void Sequence_methods_charge_what_they_take(Shape shape)
    {
        var audit = new CostAudit(shape);
        var methods = typeof(Rules.Sandbox.Runtime.Linq.Sequences).Assembly.GetExportedTypes().Where(static t => t.Namespace == typeof(Rules.Sandbox.Runtime.Linq.Sequences).Namespace && t is { IsAbstract: true, IsSealed: true })
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static m => m.GetParameters().All(static p => !typeof(Delegate).IsAssignableFrom(p.ParameterType.BaseType)));
        var samples = methods.Select(m => audit.Sample(ReflectionKey.Of(m), m, Calls)).OfType<CostSample>().ToArray();

        foreach (var sample in samples.OrderByDescending(static s => (double)s.Nanoseconds / s.MostNanoseconds)) TestContext.Out.WriteLine(sample);
        Assert.That(samples, Has.Length.GreaterThan(10));
        Assert.That(samples.Where(static s => !s.IsWithin).Select(static s => s.ToString()), Is.Empty);
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
