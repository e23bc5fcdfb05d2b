using Argos.Rules.Contracts.Collections;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>The maps that the context hands out: a search looks at some keys, a list of keys or values is a new one.</summary>
public static class TextDictionaryIntrinsics
{
    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.get_Item(System.String)")]
    public static string? Item(TextDictionary self, string key)
    {
        Charge(key);
        return self[key];
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.ContainsKey(System.String)")]
    public static bool ContainsKey(TextDictionary self, string key)
    {
        Charge(key);
        return self.ContainsKey(key);
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.TryGetValue(System.String,System.String@)")]
    public static bool TryGetValue(TextDictionary self, string key, out string? value)
    {
        Charge(key);
        return self.TryGetValue(key, out value);
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.GetValueOrDefault(System.String)")]
    public static string? GetValueOrDefault(TextDictionary self, string key)
    {
        Charge(key);
        return self.GetValueOrDefault(key);
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.GetValueOrDefault(System.String,System.String)")]
    public static string GetValueOrDefault(TextDictionary self, string key, string otherwise)
    {
        Charge(key);
        return self.GetValueOrDefault(key, otherwise);
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.get_Keys")]
    public static FixedList<string> Keys(TextDictionary self)
    {
        Cost.Items<string>(self.Count);
        return self.Keys;
    }

    [Intercepts("Argos.Rules.Contracts.Collections.TextDictionary.get_Values")]
    public static FixedList<string> Values(TextDictionary self)
    {
        Cost.Items<string>(self.Count);
        return self.Values;
    }

    /// <summary>A search compares with sixteen keys of a hundred thousand, each at most as long as what is sought.</summary>
    private static void Charge(string? key) => Meter.Steps(1 + ((key?.Length ?? 0) >> 2));
}
