using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Runtime;
using Argos.Rules.Sandbox.Weaving;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>Calls members as the instrumented code of a policy does, and measures what each takes and charges.</summary>
/// <param name="shape">What they are fed.</param>
internal sealed class CostAudit(Shape shape)
{
    private static readonly Budget Unlimited = new() { Steps = 1L << 50, Bytes = 1L << 50, Time = TimeSpan.FromHours(1) };

    private readonly CostFeed _feed = new(shape);

    /// <summary>Calls a member so often, as one evaluation.</summary>
    /// <returns><see langword="null"/> when this shape has nothing to feed it with.</returns>
    public CostSample? Sample(string key, MethodBase member, int calls)
    {
        // What is fed is made as a policy makes it, on the meter.
        Meter.Start(Unlimited);
        object?[]? arguments;
        MethodBase bound;
        object? receiver;
        bool charges;
        try
        {
            arguments = Feed(key, member, out bound, out receiver, out charges);
        }
        finally
        {
            Meter.Stop();
        }
        if (arguments is null) return null;
        var call = bound is ConstructorInfo constructor ? new Call(null, ConstructorInvoker.Create(constructor)) : new Call(MethodInvoker.Create(bound), null);
        // First what is compiled, and what is kept for later.
        Run(call, receiver, arguments, calls: 3, charges);
        return Run(call, receiver, arguments, calls, charges) with { Member = key };
    }

    private object?[]? Feed(string key, MethodBase member, out MethodBase bound, out object? receiver, out bool charges)
    {
        var method = IntrinsicTable.Find(key, member is ConstructorInfo) ?? member;
        var arguments = new object?[method.GetParameters().Length];
        (bound, receiver, charges) = (Bind(method, member), null, false);
        if (!bound.IsStatic && bound is MethodInfo && (receiver = _feed.Of(bound.DeclaringType!, 0)) is null) return null;
        // The first parameter of an intrinsic is the receiver of what it stands for.
        var first = method == member || member is ConstructorInfo || member.IsStatic ? 1 : 0;
        var parameters = bound.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsOut) continue;
            arguments[i] = _feed.Of(parameters[i].ParameterType, first + i);
            if (arguments[i] is null && !IsOptional(parameters[i])) return null;
        }
        charges = method == member && bound is MethodInfo { ReturnType: var made } && made == typeof(string) && IsLanguage(member);
        return arguments;
    }

    private CostSample Run(Call call, object? receiver, object?[] arguments, int calls, bool charges)
    {
        var kept = new object?[calls];
        var (made, failed) = (0, false);
        GC.Collect();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var used = ThreadClock.Used() ?? TimeSpan.Zero;
        Meter.Start(Unlimited);
        try
        {
            for (; made < calls && !failed; made++)
            {
                try
                {
                    kept[made] = call.Method is { } method ? method.Invoke(receiver, arguments.AsSpan()) : call.Constructor!.Invoke(arguments.AsSpan());
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
                {
                    failed = true;
                }
                if (charges) Guard.Made((string?)kept[made]);
            }
        }
        finally
        {
            Meter.Stop();
        }
        used = (ThreadClock.Used() ?? TimeSpan.Zero) - used;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        GC.KeepAlive(kept);
        return new CostSample("", shape, made, Meter.Last.Steps, Meter.Last.Bytes, (long)used.TotalNanoseconds, allocated, failed);
    }

    private sealed record Call(MethodInvoker? Method, ConstructorInvoker? Constructor);

    private MethodBase Bind(MethodBase method, MethodBase member)
    {
        if (method is MethodInfo { IsGenericMethodDefinition: true } generic)
        {
            return generic.MakeGenericMethod([.. generic.GetGenericArguments().Select(_ => _feed.Item)]);
        }
        if (member.DeclaringType is not { IsGenericTypeDefinition: true } type) return method;
        var made = type.MakeGenericType([.. type.GetGenericArguments().Select(_ => _feed.Item)]);
        return MethodBase.GetMethodFromHandle(method.MethodHandle, made.TypeHandle)!;
    }

    private static bool IsOptional(ParameterInfo parameter) => parameter.HasDefaultValue || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    private static bool IsLanguage(MethodBase member) => LanguageAssemblies.HasName(member.DeclaringType!.FullName!);
}
