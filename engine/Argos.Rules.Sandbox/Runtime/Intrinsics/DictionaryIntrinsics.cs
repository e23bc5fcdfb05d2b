using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Dictionaries: growth is charged before it happens.</summary>
public static class DictionaryIntrinsics
{
    [Intercepts("new System.Collections.Generic.Dictionary`2.#ctor")]
    public static Dictionary<TKey, TValue> Create<TKey, TValue>() where TKey : notnull
    {
        Meter.Bytes(88);
        return new Dictionary<TKey, TValue>(MeteredComparer<TKey>.Of(null));
    }

    [Intercepts("new System.Collections.Generic.Dictionary`2.#ctor(System.Collections.Generic.IEqualityComparer{`0})")]
    public static Dictionary<TKey, TValue> Create<TKey, TValue>(IEqualityComparer<TKey>? comparer) where TKey : notnull
    {
        Meter.Bytes(120);
        return new Dictionary<TKey, TValue>(MeteredComparer<TKey>.Of(comparer));
    }

    [Intercepts("System.Collections.Generic.Dictionary`2.Add(`0,`1)")]
    public static void Add<TKey, TValue>(Dictionary<TKey, TValue> self, TKey key, TValue value) where TKey : notnull
    {
        Cost.Item<(TKey, TValue, long)>();
        self.Add(key, value);
    }

    [Intercepts("System.Collections.Generic.Dictionary`2.TryAdd(`0,`1)")]
    public static bool TryAdd<TKey, TValue>(Dictionary<TKey, TValue> self, TKey key, TValue value) where TKey : notnull
    {
        Cost.Item<(TKey, TValue, long)>();
        return self.TryAdd(key, value);
    }

    [Intercepts("System.Collections.Generic.Dictionary`2.set_Item(`0,`1)")]
    public static void Set<TKey, TValue>(Dictionary<TKey, TValue> self, TKey key, TValue value) where TKey : notnull
    {
        Cost.Item<(TKey, TValue, long)>();
        self[key] = value;
    }

    [Intercepts("System.Collections.Generic.Dictionary`2.Clear")]
    public static void Clear<TKey, TValue>(Dictionary<TKey, TValue> self) where TKey : notnull
    {
        Cost.Visit(self.Count);
        self.Clear();
    }
}
