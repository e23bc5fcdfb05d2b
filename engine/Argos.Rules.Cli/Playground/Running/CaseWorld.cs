using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Writes the world of a case as the documents that a decision takes.</summary>
internal static class CaseWorld
{
    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CaseResponse Of(TestWorld world) => new()
    {
        Input = Written(json => Confirmation(json, world.Confirmation)),
        Data = Written(json => Data(json, world.Data)),
        Settings = Settings(world),
        Operation = world.Operation == InstanceOperation.Refresh ? "refresh" : "register",
        Now = world.Now,
    };

    private static void Confirmation(Utf8JsonWriter json, InstanceConfirmation confirmation)
    {
        json.WriteStartObject();
        json.WriteString("provider", confirmation.Provider);
        json.WriteString("domain", confirmation.Domain);
        json.WriteString("service", confirmation.Service);
        json.WriteString("attestationData", confirmation.AttestationData);
        json.WriteStartObject("attributes");
        foreach (var (name, value) in confirmation.Attributes.OrderBy(static a => a.Key, StringComparer.Ordinal))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, DataTree data)
    {
        json.WriteStartObject();
        foreach (var (name, _) in data.DigestsBelow(DataPath.Root))
        {
            if (name == DataPath.Providers.ToString() || !DataPath.TryParse(name, out var path, out _)) continue;
            json.WritePropertyName(name);
            if (!data.TryWrite(path, json)) json.WriteNullValue();
        }
        json.WriteEndObject();
    }

    private static string Settings(TestWorld world)
    {
        var given = DataPath.TryParse($"{DataPath.Providers}/{world.Confirmation.Provider}", out var path, out _);
        return given && world.Data.Exists(path) ? Written(json => world.Data.TryWrite(path, json)) : "";
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
