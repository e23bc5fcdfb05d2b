using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Argos.Rules.Engine.Configuration;

/// <summary>Turns configuration into validated options. All errors come at once; a key that nothing reads is one of them.</summary>
internal static class SettingsReader
{
    /// <summary>Reads and validates.</summary>
    /// <param name="sections">All sections there are.</param>
    /// <param name="configuration">What the sources say.</param>
    /// <param name="errors">Gets what is wrong, each line naming the setting and its environment variable.</param>
    public static Settings Read(IReadOnlyList<SettingsSection> sections, IConfiguration configuration, List<string> errors)
    {
        UnknownKeys.Check(sections, configuration, errors);
        var options = new Dictionary<Type, object>();
        foreach (var section in sections)
        {
            var value = Activator.CreateInstance(section.Options)!;
            options[section.Options] = value;
            var before = errors.Count;
            Fill(value, section, configuration, errors);
            Validate(value, section, errors, ignored: [.. errors.Skip(before)]);
        }
        return new Settings(options);
    }

    private static void Fill(object options, SettingsSection section, IConfiguration configuration, List<string> errors)
    {
        foreach (var setting in Setting.Of(section))
        {
            var part = configuration.GetSection(setting.Key);
            if (!part.Exists()) continue;
            if (SettingConverter.TryConvert(setting, part, out var value, out var problem)) setting.Property.SetValue(options, value);
            else errors.Add(Error(setting.Key, problem));
        }
    }

    /// <summary>Runs the attributes and the class's own rules; a setting whose text could not be read is not reported twice.</summary>
    private static void Validate(object options, SettingsSection section, List<string> errors, string[] ignored)
    {
        foreach (var setting in Setting.Of(section))
        {
            if (ignored.Any(error => error.StartsWith($"`{setting.Key}` ", StringComparison.Ordinal))) continue;
            foreach (var rule in setting.Property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(setting.Property.GetValue(options))) errors.Add(Error(setting.Key, Problem(rule, setting.Property.GetValue(options))));
            }
        }
        if (options is not IValidatableObject own) return;
        foreach (var result in own.Validate(new ValidationContext(options)))
        {
            var key = result.MemberNames.FirstOrDefault() is { } member ? $"{section.Name}:{member}" : section.Name;
            if (ignored.Any(error => error.StartsWith($"`{key}` ", StringComparison.Ordinal))) continue;
            errors.Add(Error(key, result.ErrorMessage!));
        }
    }

    private static string Problem(ValidationAttribute rule, object? value) => rule switch
    {
        RequiredAttribute => "is required",
        RangeAttribute range => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is `{value}`, but must be from {range.Minimum} to {range.Maximum}"),
        _ => rule.ErrorMessage ?? "is not valid",
    };

    private static string Error(string key, string problem) => $"`{key}` {problem} (environment variable `{Setting.VariableOf(key)}`)";
}
