using System.Text.Json;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>Makes of an object, as the API server or a manifest has it, what is kept of it.</summary>
internal interface IObjectReader<T>
    where T : CachedObject
{
    /// <summary>Reads an object; must not keep the element.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="problem">Why it cannot be used, with the field's name; <see langword="null"/> when it can.</param>
    /// <returns>What is kept of it; <see langword="null"/> when it cannot be used.</returns>
    T? Read(JsonElement subject, out string? problem);
}
