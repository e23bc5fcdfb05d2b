using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Cli.Diff;

/// <summary>Changes a question in one to three places, as an agent, or whoever keeps the data, might.</summary>
/// <param name="pool">Values worth trying.</param>
/// <param name="worlds">The worlds of the tests: parts of one are put into another.</param>
/// <param name="random">What is chosen.</param>
internal sealed class InputMutator(ValuePool pool, IReadOnlyList<DiffInput> worlds, SplitMix random)
{
    private static readonly TimeSpan[] Shifts =
        [TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(7), TimeSpan.FromDays(1),
            TimeSpan.FromDays(-1), TimeSpan.FromDays(40)];

    private readonly DataMutator _data = new(pool, random);

    public DiffInput Change(DiffInput input)
    {
        for (var i = 1 + random.Below(3); i > 0; i--) input = ChangeOnce(input);
        return input;
    }

    private DiffInput ChangeOnce(DiffInput input)
    {
        switch (random.Below(16))
        {
            case 0 or 1: return input.WithDomain(random.Pick(pool.Domains));
            case 2: return input.WithService(random.Pick(pool.Services));
            case 3: return input.WithProvider(random.Pick(pool.Providers));
            case 4:
                return input with
                {
                    Operation = input.Operation == InstanceOperation.Register ? InstanceOperation.Refresh
                : InstanceOperation.Register
                };
            case 5: return input with { Now = input.Now + random.Pick(Shifts) };
            case 6: return ChangeAttestation(input);
            case 7: return input with { Data = random.Pick(worlds).Data };
            case 8: return input with { Facts = random.Pick(worlds).Facts };
            case 9 or 10: return input with { Data = _data.Change(input.Data, input.Confirmation.Provider) };
            default: return ChangeAttribute(input);
        }
    }

    private DiffInput ChangeAttestation(DiffInput input)
    {
        var other = random.Pick(worlds);
        return random.Below(4) switch
        {
            0 => input.WithAttestation(null, null),
            1 when input.Confirmation.AttestationData is { Length: > 1 } text => input.WithAttestation(text[..^1], null),
            _ => input.WithAttestation(other.Confirmation.AttestationData, other.Proof),
        };
    }

    private DiffInput ChangeAttribute(DiffInput input)
    {
        var name = random.Pick(pool.Attributes);
        var value = input.Confirmation.Attributes.GetValueOrDefault(name);
        return random.Below(8) switch
        {
            0 => input.WithAttribute(name, null),
            1 => input.WithAttribute(name, ""),
            2 or 3 => input.WithAttribute(name, random.Pick(worlds).Confirmation.Attributes.GetValueOrDefault(name)),
            4 => input.WithAttribute(name, random.Pick(pool.AttributeValues)),
            5 =>
                input.WithAttribute(name, value is null or "" ? random.Pick(pool.AttributeValues)
                : $"{value},{random.Pick(pool.AttributeValues)}"),
            6 when value is { Length: > 0 } => input.WithAttribute(name, WithoutOne(value)),
            // As many items as a condition counts.
            7 => input.WithAttribute(name, Several(value is { Length: > 0 } ? value.Split(',')[0] : random.Pick(pool.AttributeValues), random.Pick(pool.Numbers))),
            _ when value is { Length: > 0 } => input.WithAttribute(name, Bent(value)),
            _ => input.WithAttribute(name, random.Pick(pool.AttributeValues)),
        };
    }

    private string? WithoutOne(string value)
    {
        var items = value.Split(',').ToList();
        items.RemoveAt(random.Below(items.Count));
        return items.Count == 0 ? null : string.Join(',', items);
    }

    private static string? Several(string item, int count)
    {
        if (count == 0) return null;
        // Other labels in front: the same name twice is another matter.
        return string.Join(',', Enumerable.Range(0, count).Select(i => i == 0 ? item : $"x{i}.{item}"));
    }

    private string Bent(string value) => random.Below(3) switch
    {
        0 => value + "x",
        1 => "x" + value,
        _ => value[..^1],
    };
}
