using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.State;

/// <summary>How sets and sources are written down.</summary>
internal static class StateForm
{
    private const int MaximumPolicies = 4_000;
    private const int MaximumSources = 32;
    private const int MaximumRoots = 1_000_000;

    public static void Write(BinaryWriter output, KnownSet set)
    {
        output.Write(set.PolicySetDigest);
        output.Write7BitEncodedInt(set.Policies.Length);
        foreach (var policy in set.Policies)
        {
            output.Write(policy.Id);
            output.Write(policy.Source);
            Write(output, policy.Tests);
            Write(output, policy.Owner);
        }
        using var tree = new TreeWriter(output);
        tree.Write(set.Data);
    }

    public static KnownSet ReadSet(BinaryReader input)
    {
        var digest = input.ReadString();
        var policies = ImmutableArray.CreateBuilder<KnownPolicy>();
        for (var left = Count(input, MaximumPolicies); left > 0; left--) policies.Add(new KnownPolicy(input.ReadString(), input.ReadString(), Text(input), Text(input)));
        return new KnownSet(policies.ToImmutable(), new TreeReader(input).Read(), digest);
    }

    public static void Write(BinaryWriter output, LastHeard heard)
    {
        output.Write(heard.Set);
        output.Write(heard.At.UtcTicks);
        output.Write7BitEncodedInt(heard.Sources.Length);
        foreach (var (state, accepted, complete) in heard.Sources)
        {
            output.Write(state.Name);
            Write(output, state.Incomplete);
            output.Write(state.Generation);
            output.Write(accepted ?? double.NaN);
            output.Write(complete ?? double.NaN);
            output.Write7BitEncodedInt(state.Roots.Count);
            foreach (var root in state.Roots) output.Write(root.ToUrl());
        }
    }

    public static LastHeard ReadHeard(BinaryReader input)
    {
        var (set, at) = (input.ReadString(), new DateTimeOffset(input.ReadInt64(), TimeSpan.Zero));
        var sources = ImmutableArray.CreateBuilder<HeardSource>();
        for (var left = Count(input, MaximumSources); left > 0; left--)
        {
            var state = new SourceState(input.ReadString()) { Incomplete = Text(input), Generation = input.ReadInt64() };
            var (accepted, complete) = (Seconds(input), Seconds(input));
            var roots = ImmutableHashSet.CreateBuilder<DataPath>();
            for (var more = Count(input, MaximumRoots); more > 0; more--) roots.Add(DataPath.TryParseUrl(input.ReadString(), out var root, out _) ? root : throw Malformed());
            sources.Add(new HeardSource(state with { Roots = roots.ToImmutable() }, accepted, complete));
        }
        return new LastHeard(set, at, sources.ToImmutable());
    }

    private static void Write(BinaryWriter output, string? text)
    {
        output.Write(text is not null);
        if (text is not null) output.Write(text);
    }

    private static string? Text(BinaryReader input) => input.ReadBoolean() ? input.ReadString() : null;

    private static double? Seconds(BinaryReader input) => input.ReadDouble() switch
    {
        double.NaN => null,
        >= 0 and var seconds => seconds,
        _ => throw Malformed(),
    };

    private static int Count(BinaryReader input, int most) => input.Read7BitEncodedInt() is >= 0 and var count && count <= most ? count : throw Malformed();

    private static InvalidDataException Malformed() => new("it is not of the form that this engine writes");
}
