using System.Text.Json.Serialization;

namespace Argos.Rules.Contracts.Decisions;

/// <summary>The answer to "may this instance have this identity?".</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionOutcome>))]
public enum DecisionOutcome
{
    /// <summary>Yes. The only outcome that ZTS hears as HTTP 200.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>No: it was checked and refused. HTTP 403.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,

    /// <summary>It cannot be told now: not ready, waited too long, overloaded. HTTP 504, the only status that ZTS passes on as "try again".</summary>
    [JsonStringEnumMemberName("undecided")]
    Undecided,
}
