using System.Collections;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.Management;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.TestKit.Snapshots;

namespace Argos.Rules.Engine.Tests.Interfaces;

/// <summary>What operators and clients rely on: it changes on purpose, together with its file here, or not at all.</summary>
internal sealed class InterfaceTests
{
    private const string Changed = "an interface has changed; if it was meant to, see `SnapshotFile`";

    [Test]
    public void Metrics_are_those_of_the_file()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        using var metrics = new EngineMetrics();
        new FactMetrics(metrics).ObserveOpenBreakers(static () => []);
        metrics.ObserveReady(static () => true);
        metrics.ObservePods(static () => 0);
        metrics.ObservePolicies(static () => 0);
        metrics.ObserveRevision(static () => 0);
        metrics.ObserveWaiting(static () => 0);
        metrics.ObserveSuspended(static () => 0);
        metrics.ObserveAuditQueue(static () => 0, static () => 0);
        metrics.ObserveCertificate(static () => 0);
        metrics.ObserveCertificateObtained(static () => 0);
        metrics.ObserveConnections(static () => []);
        metrics.ObserveSync(static () => []);
        metrics.ObserveCanaries(static () => []);
        metrics.ObserveState(static () => null, static () => false);
        // Other tests have meters of this name at the same time.
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, metrics.Meter))
                    lines.Add($"{instrument.Name} {instrument.GetType().Name.Split('`')[0]}");
            },
        };
        listener.Start();

        Assert.That(lines, Has.Count.GreaterThan(20));
        Assert.That(SnapshotFile.Differences(lines, "metrics.txt"), Is.Empty, Changed);
    }

    [Test]
    public void Settings_are_those_of_the_file()
    {
        var lines = EngineSettings.Sections.SelectMany(static section =>
        {
            var defaults = Activator.CreateInstance(section.Options)!;
            return Setting.Of(section)
                .Select(setting => $"{setting.Key} {setting.Type.Name} {Shown(setting.Property.GetValue(defaults))}".TrimEnd());
        });

        Assert.That(SnapshotFile.Differences(lines.Order(StringComparer.Ordinal), "settings.txt"), Is.Empty, Changed);
    }

    [Test]
    public void Routes_are_those_of_the_file()
    {
        var routes = ManagementRoutes.Table(
            Unmade<DataEndpoints>(), Unmade<PolicyEndpoints>(), Unmade<DecisionEndpoints>(), Unmade<SyncEndpoints>(),
            Unmade<StatusEndpoints>(),
            static (_, _) => Task.CompletedTask);

        var lines = routes.SelectMany(static route => route.Methods.Keys.Select(method => $"{route.Path} {method}"));

        Assert.That(SnapshotFile.Differences(lines.Order(StringComparer.Ordinal), "routes.txt"), Is.Empty, Changed);
    }

    [Test]
    public void Public_members_of_language_and_contracts_are_those_of_the_file()
    {
        var lines = LanguageAssemblies.All.SelectMany(static assembly => assembly.GetExportedTypes())
            .SelectMany(static type => Members(type).Prepend(ReflectionKey.Of(type)));

        Assert.That(SnapshotFile.Differences(lines.Order(StringComparer.Ordinal), "public-api.txt"), Is.Empty, Changed);
    }

    // Only what is called for which path counts here, not what it does.
    private static T Unmade<T>() => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Declared).Select(static method => $"{ReflectionKey.Of(method)} -> {method.ReturnType}");
        var constructors = type.GetConstructors(Declared).Select(static constructor => ReflectionKey.Of(constructor));
        return methods.Concat(constructors)
            .Concat(type.GetFields(Declared).Select(field => $"{ReflectionKey.Of(type)}.{field.Name} -> {field.FieldType}"));
    }

    private static string Shown(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable items => string.Join(',', items.Cast<object>().Select(Shown)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
