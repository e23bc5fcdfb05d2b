using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Engine.Configuration;

/// <summary>Makes the value of a setting from configuration text.</summary>
internal static class SettingConverter
{
    /// <summary>Converts what the configuration holds for a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="section">Its part of the configuration.</param>
    /// <param name="value">The value.</param>
    /// <param name="problem">What is wrong; the name of the setting stands before it.</param>
    public static bool TryConvert(Setting setting, IConfigurationSection section, out object? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        var items = section.GetChildren().ToArray();
        if (setting.IsList) return TryList(setting, section.Value, items, out value, out problem);
        problem = items.Length > 0 ? "is one value, not an object or a list" : null;
        if (problem is not null) return false;
        return TryText(setting.Type, section.Value ?? "", out value, out problem);
    }

    private static bool TryList(Setting setting, string? text, IConfigurationSection[] items, out object? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        problem = (text, items) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => "is given both as a comma-separated text and item by item: use one of them",
            _ when items.FirstOrDefault(static item => !int.TryParse(item.Key, out _) || item.Value is null) is { } odd => $"is a list of texts, but has `{odd.Key}`",
            _ => null,
        };
        if (problem is not null) return false;
        string[] texts = items.Length > 0
            ? [.. items.Select(static item => item.Value!.Trim())]
            : (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        value = setting.Type switch
        {
            var type when type == typeof(ImmutableArray<string>) => texts.ToImmutableArray(),
            var type when type == typeof(ImmutableHashSet<string>) => texts.ToImmutableHashSet(StringComparer.Ordinal),
            var type when type.IsAssignableFrom(typeof(string[])) => texts,
            var type when type.IsAssignableFrom(typeof(List<string>)) => texts.ToList(),
            _ => throw new NotSupportedException($"`{setting.Key}` has a list type that cannot be bound"),
        };
        return true;
    }

    private static bool TryText(Type type, string text, out object? value, [NotNullWhen(false)] out string? problem)
    {
        value = text;
        problem = null;
        if (type == typeof(string)) return true;
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text.Trim());
            return true;
        }
        // Converters wrap what they throw in exceptions of several types.
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            problem = $"is `{text}`, not {Describe(type)}";
            return false;
        }
    }

    /// <summary>The kind of value a type takes, in words.</summary>
    public static string Describe(Type type)
    {
        if (type == typeof(bool)) return "`true` or `false`";
        if (type == typeof(TimeSpan)) return "a time span like `00:00:10`";
        if (type.IsEnum) return "one of " + string.Join(", ", Enum.GetNames(type).Select(static name => $"`{name}`"));
        if (type == typeof(double) || type == typeof(decimal) || type == typeof(float)) return "a number";
        return type == typeof(string) ? "a text" : "a whole number in range";
    }
}
