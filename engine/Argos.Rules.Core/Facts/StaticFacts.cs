using System.Collections.Frozen;
using System.Text.Json;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts;

/// <summary>Facts given by value, for dry runs and tests. Nothing is fetched: what is not given stays pending.</summary>
internal sealed class StaticFacts : IFactSource
{
    /// <summary>Any token, where a token would have to be named by its hash.</summary>
    private const string Any = "*";

    private readonly FrozenDictionary<(string Kind, string Subject), FactAnswer> _facts;

    private StaticFacts(Dictionary<(string, string), FactAnswer> facts) => _facts = facts.ToFrozenDictionary();

    /// <summary>No facts.</summary>
    public static StaticFacts None { get; } = new([]);

    /// <summary>Reads facts by kind; what is not one is reported, all at once.</summary>
    /// <param name="facts">The facts by kind.</param>
    /// <param name="report">Gets what is wrong, in words.</param>
    public static StaticFacts Read(IEnumerable<KeyValuePair<string, JsonElement>> facts, Action<string> report)
    {
        var read = new Dictionary<(string, string), FactAnswer>();
        foreach (var (kind, value) in facts)
        {
            switch (kind)
            {
                case FactKinds.AthenzKeys:
                    Add("", value);
                    break;
                case FactKinds.AthenzAccess or FactKinds.AthenzMembership when value.ValueKind == JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        if (StaticFactForms.SubjectOf(kind, item) is { } subject) Add(subject, item);
                        else report($"`{kind}`: each item needs the texts {StaticFactForms.Names(kind)}");
                    }
                    break;
                case FactKinds.AthenzAccess or FactKinds.AthenzMembership:
                    report($"`{kind}` must be a list");
                    break;
                case var _ when !FactKinds.All.Contains(kind):
                    report($"there are no facts `{kind}`: the kinds are {string.Join(", ", FactKinds.All.Select(static k => $"`{k}`"))}");
                    break;
                case var _ when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject()) Add(member.Name, member.Value);
                    break;
                default:
                    report($"`{kind}` must be an object");
                    break;
            }

            void Add(string subject, JsonElement given)
            {
                if (StaticFactForms.Read(kind, given) is { } answer) read[(kind, subject)] = answer;
                else report($"`{kind}` {subject}".TrimEnd() + $" must be {StaticFactForms.Form(kind)}, or {StaticFactForms.Failures}");
            }
        }
        return new StaticFacts(read);
    }

    public FactAnswer Find(FactRequest request)
    {
        if (_facts.TryGetValue((request.Kind, request.Subject), out var answer)) return answer;
        return request.Kind == FactKinds.KubernetesTokenReview ? _facts.GetValueOrDefault((request.Kind, Any)) : FactAnswer.Pending;
    }
}
