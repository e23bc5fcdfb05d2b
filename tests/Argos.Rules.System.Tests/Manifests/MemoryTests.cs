using System.Globalization;
using Argos.Rules.Core.Compilation;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>
/// The engine's container holds three processes, and its limit lets each of them reach the limit of its heap: the kernel would end any of
/// them, or all.
/// </summary>
internal sealed class MemoryTests
{
    /// <summary>What a process takes beside its heap: code, stacks, the runtime.</summary>
    private const long BesideHeap = 80L << 20;

    private static YamlNode Engine => ManifestFiles.Read("k8s/deployment.yaml").At("spec/template/spec/containers/engine");

    [Test]
    public void Limit_of_the_container_has_room_for_all_three_heaps()
    {
        var options = new ScriptingOptions();
        var heap = long.Parse(Engine.Text("env/DOTNET_GCHeapHardLimit/value")["0x".Length..], NumberStyles.HexNumber,
            CultureInfo.InvariantCulture);

        var needed = heap + options.CompilerHeapBytes + options.TrialHeapBytes + (3 * BesideHeap);

        Assert.That(Bytes(Engine.Text("resources/limits/memory")), Is.GreaterThanOrEqualTo(needed));
    }

    private static long Bytes(string quantity) => quantity switch
    {
        [.. var number, 'M', 'i'] => long.Parse(number, CultureInfo.InvariantCulture) << 20,
        [.. var number, 'G', 'i'] => long.Parse(number, CultureInfo.InvariantCulture) << 30,
        _ => throw new AssertionException($"`{quantity}` is not a quantity that is read here"),
    };
}
