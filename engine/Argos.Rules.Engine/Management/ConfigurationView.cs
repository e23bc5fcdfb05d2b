using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// The effective configuration for people. Only the option classes are shown, never the sources they came from, and of these no
/// setting whose name tells of a secret. Files are shown by name, not by content.
/// </summary>
/// <param name="sections">The options by the name of their section.</param>
internal sealed class ConfigurationView(ImmutableSortedDictionary<string, object> sections)
{
    private static readonly string[] SecretNames = ["Secret", "Password", "Token", "Key", "Credential", "Credentials"];

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("result"u8);
        foreach (var (name, options) in sections)
        {
            writer.WriteStartObject(name);
            foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanRead && property.CanWrite))
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property, options);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PropertyInfo property, object options)
    {
        if (SecretNames.Any(name => property.Name.EndsWith(name, StringComparison.Ordinal)) && property.PropertyType == typeof(string)) writer.WriteStringValue("(not shown)");
        else Write(writer, property.GetValue(options));
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
